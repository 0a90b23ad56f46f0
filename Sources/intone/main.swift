print("intone")
