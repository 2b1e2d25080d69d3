"""Publishing: notebooks that ran → pages → an edition with its index. Nothing here knows how a number is made."""
