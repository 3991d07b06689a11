"""Scripts that set the project up or make data that it ships."""
