package bulk_test

func systemRoles() map[string]func() { return map[string]func(){} }
