package bulk

import "io/fs"

// foreign knows of none: whose a file is stands in rights that are not looked at.
func foreign(string, fs.FileInfo) error { return nil }
