import numpy as np

from nbstudio.picture import matting


def strands(background):
    """Return a photo of dark lines as hair on a background, its true coverage, and where it is in doubt."""
    rng = np.random.default_rng(4)
    alpha = np.zeros((80, 90), np.float32)
    alpha[50:] = 1
    for x in range(6, 84, 9):
        alpha[14:50, x] = 0.6 + 0.3 * rng.random()
    back = np.broadcast_to(np.array(background, np.float32), (80, 90, 3))
    fore = np.array([0.1, 0.12, 0.2], np.float32)
    doubt = np.zeros(alpha.shape, bool)
    doubt[8:58] = True
    return np.asarray(back + (fore - back) * alpha[..., None], np.float32), alpha, doubt


def test_single_hairs_are_found():
    photo, alpha, doubt = strands((0.7, 0.75, 0.8))
    guess = np.zeros_like(alpha)
    guess[50:] = 1
    found = matting.matted(photo, guess, doubt)
    assert np.abs(found - alpha)[doubt].mean() < 0.03
    assert np.abs(guess - alpha)[doubt].mean() > 0.05
    np.testing.assert_array_equal(found[~doubt], guess[~doubt])


def test_where_colours_do_not_tell_the_first_guess_stays():
    photo, _, doubt = strands((0.1, 0.12, 0.2))
    guess = np.zeros(doubt.shape, np.float32)
    guess[30:] = 1
    assert matting.told(photo, guess, doubt).max() < 0.05
    assert np.abs(matting.matted(photo, guess, doubt) - guess)[doubt].mean() < 0.1


def test_deterministic_and_any_shape():
    photo, alpha, doubt = strands((0.7, 0.75, 0.8))
    np.testing.assert_array_equal(matting.matted(photo, alpha, doubt), matting.matted(photo, alpha, doubt))
    for shape in ((2, 9), (3, 3), (1, 1)):
        prior = np.full(shape, 0.4, np.float32)
        assert matting.matted(np.zeros((*shape, 3), np.float32), prior, np.ones(shape, bool)).shape == shape
