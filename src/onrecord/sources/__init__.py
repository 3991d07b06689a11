"""Read input: a path, a folder, standard input, HTML or JSON Lines → `Article`s and `Problem`s."""
