"""The service's side of the wire: a SOAP call in, one backend's answer out."""
