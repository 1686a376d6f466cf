"""Phúc tra: a random sample of households is asked anew, blind, and held against what the register says of them."""
