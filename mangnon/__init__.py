"""Măng Non: software with which a commune carries out its action programme for children."""
