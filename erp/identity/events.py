"""Identity tells nobody anything: who may do what is asked anew at every request."""
