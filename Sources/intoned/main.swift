print("intoned")
