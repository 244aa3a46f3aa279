"""The limits on calls: quota, rate and concurrency."""
