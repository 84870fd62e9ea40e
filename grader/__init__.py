"""Interview Katas: Python interview questions as exercises, and the grader that runs them."""
