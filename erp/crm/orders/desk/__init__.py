"""The order desk: where sales orders are typed, and each line is priced while it is typed."""
