"""What a child is entitled to on a day, why, what is missing, what was asked for and answered: "một cửa"."""
