package testserver

// Refusals are bodies of refusals in shapes that services and the frameworks below
// them use, by what a person must be told of each. One of them repeats a secret.
func Refusals(secret string) map[string]string {
	return map[string]string{
		`{"errors":[{"field":"name","message":"must not be blank"}]}`:             "name: must not be blank",
		`{"message":"invalid","errors":[{"field":"name","message":"not blank"}]}`: "invalid: name: not blank",
		`{"msg":"broken","code":7,"object":["one",{"message":"two"}]}`:            "two",
		`["some reason"]`: "some reason",
		`"some text"`:     "some text",
		`<?xml version="1.0"?><fault><message>some reason</message></fault>`: "some reason",
		`{"errors":["\u001b[31mred","token ` + secret + `"]}`:                "[31mred; token [redacted]",
	}
}
