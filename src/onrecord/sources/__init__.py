"""Where reports come from: a path, a folder, standard input, HTML, JSON Lines → `Article`s and `Problem`s."""
