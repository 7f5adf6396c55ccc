"""What is said about input that is wrong: a finding with its code, its place and its hint."""
