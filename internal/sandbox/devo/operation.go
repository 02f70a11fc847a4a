package devo

import "net/http"

// operation is one method of one path, which is given as what follows
// ".../tokens" (contract §1.2).
type operation struct {
	method, path string
	right        right
	serve        func(*call) (answer, error)
}

// operations is everything this service answers. Which level each needs is not
// public: to view for reading, to manage for the rest (contract §2.1).
func operations() []operation {
	return []operation{
		{http.MethodGet, "", rightView, listTokens},
		{http.MethodPost, "", rightManage, createToken},
		{http.MethodGet, "/{tokenId}", rightView, getToken},
		{http.MethodDelete, "/{tokenId}", rightManage, deleteToken},
		{http.MethodPut, "/{tokenId}/enable", rightManage, enableToken},
		{http.MethodPut, "/{tokenId}/disable", rightManage, disableToken},
		{http.MethodPut, "/{tokenId}/rename", rightManage, renameToken},
	}
}

// operation finds what answers; nil and true when the path has other methods only.
func (s *Service) operation(method, path string) (op *operation, found bool) {
	for i := range s.operations {
		if s.operations[i].path == path {
			found = true
			if s.operations[i].method == method {
				return &s.operations[i], true
			}
		}
	}
	return nil, found
}
