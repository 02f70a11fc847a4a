package journal

// Path is the journal's file.
func (j *Journal) Path() string { return j.path }
