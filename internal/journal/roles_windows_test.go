package journal_test

func systemRoles() map[string]func() { return map[string]func(){} }
