import Interview
