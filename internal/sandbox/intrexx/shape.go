package intrexx

import "net/http"

// done answers a change in the form that this state has for it.
func (v *view) done(role string, doc any) answer {
	switch v.pick("answer of "+role, 4) {
	case 0:
		return empty(http.StatusNoContent)
	case 1:
		return empty(http.StatusOK)
	case 2:
		return asText(http.StatusOK, "OK")
	}
	if doc == nil {
		doc = document{}
	}
	return asJSON(http.StatusOK, doc)
}

// created answers with the new place, and with a body or none.
func (v *view) created(role, location string, doc document) answer {
	var ans answer
	switch v.pick("answer of "+role, 3) {
	case 0:
		ans = empty(http.StatusCreated)
	case 1:
		ans = asJSON(http.StatusCreated, document{})
	default:
		ans = asJSON(http.StatusCreated, doc)
	}
	ans.location = location
	return ans
}

// list answers with rows, bare or below a name.
func (v *view) list(role string, rows []document) answer {
	if rows == nil {
		rows = []document{}
	}
	if v.pick("list of "+role, 2) == 0 {
		return asJSON(http.StatusOK, rows)
	}
	return asJSON(http.StatusOK, document{v.word("list of " + role): rows})
}
