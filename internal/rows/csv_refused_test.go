package rows

import (
	"strings"
	"testing"
)

func TestCSVHeaderRefused(t *testing.T) {
	const noHeader = "no cell of this line is a known column name // begin the file with a line of column names"
	const mac = `lines end with CR alone, as on very old Macs // end lines with LF or CRLF; in Excel, save as "CSV UTF-8" and not as "CSV (Macintosh)"`
	tell(t, CSV, verb(), []story{
		{"unknown column", "email,grups\n", refused(`line 1, column grups: there is no such column // did you mean "groups"?`)},
		{"unknown column without a suggestion", "email,shoe size\n", refused("line 1, column shoe size: there is no such column")},
		{"only a slip", "# x\nemial\nada@x.org\n", refused(`line 2, column emial: there is no such column // did you mean "email"?`)},
		{"several unknown", "emial,groups,shoe,grups\n", refused(`line 1: unknown columns: emial, shoe, grups // did you mean "email", "groups"?`)},
		{"doubled", "E-Mail,groups,e_mail\n",
			refused(`line 1, column e_mail: is given twice, as "E-Mail" and as "e_mail" // remove one; upper case, dashes, underscores and blanks make no difference`)},
		{"no name", "email,,groups\n", refused("line 1: the header has a column without a name (number 2 of 3)")},
		{"no header", "canary@x.org,Ada\nbob@x.org,Bob\n", refused("line 1: " + noHeader)},
		{"no header after a comment", "# people\n\ncanary@x.org\n", refused("line 3: " + noHeader)},
		{"wrong separator", "sep=;\nemail,groups\n", refused("line 2: " + noHeader)},
		{"comment for a name", "email,#groups\n", refused("line 1: the header has a column whose name begins with #, as comments do (number 2 of 2)")},
		{"not UTF-8", "email,pr\xe9nom\n",
			refused(`line 1: the header has a column whose name holds bytes that are not UTF-8 (number 2 of 2) // save the file as UTF-8; in Excel the type is "CSV UTF-8 (comma delimited)"`)},
		{"control character", "email,gro\x07ups\n",
			refused("line 1: the header has a column whose name holds the control character U+0007 (number 2 of 2) // remove it; many editors do not show it")},
		{"invisible character", "e\u200bmail,groups\n",
			refused("line 1: the header has a column whose name holds the invisible character U+200B (number 1 of 2) // remove it; many editors do not show it")},
		{"mark inside", "email,\ufeffgroups\n",
			refused("line 1: the header has a column whose name holds the invisible character U+FEFF (number 2 of 2) // remove it; many editors do not show it")},
		{"filler", "\u3164email\n",
			refused("line 1: the header has a column whose name holds the invisible character U+3164 (number 1 of 1) // remove it; many editors do not show it")},
		{"long name", "email," + strings.Repeat("x", 201) + "\n", refused("line 1: the header has a column name of more than 200 bytes (number 2 of 2)")},
		{"many columns", "email" + strings.Repeat(",x", 1000) + "\n", refused("line 1: the header has 1001 columns, at most 1000 can be read")},
		{"quote in a cell", "email,gr\"oups\n", refused(`line 1: a cell of the header holds a quote (") but is not in quotes // put the cell in quotes and double those inside: "a ""b"" c"`)},
		{"CR alone", "email,groups\rada@x.org,A\rbob@x.org,B\r", refused("line 1: " + mac)},
		{"CR alone after a comment", "# people\remail\rada@x.org\r", refused("line 1: " + mac)},
		{"CR CR LF", "email\r\r\nada@x.org\r\r\n", refused("line 1: " + mac)},
	})
}

func TestCSVFaults(t *testing.T) {
	head, good := "email,first-name\n", "ada@x.org,Ada\n"
	tell(t, CSV, verb(), []story{
		{"ragged", head + "ada@x.org\n" + good + "bob@x.org,B,canary\n", outcome{Rows: []string{"2:3 email=ada@x.org first-name=Ada"}, Faults: []string{
			"row 1 (line 2): has 1 cell, the header has 2 columns; missing: first-name",
			"row 3 (line 4): has 3 cells, the header has 2 columns // a cell that holds ',' must be in quotes",
		}}},
		{"not UTF-8", head + "bob@x.org,canary\xfc\n" + good, outcome{Rows: []string{"2:3 email=ada@x.org first-name=Ada"}, Faults: []string{
			`row 1 (line 2), column first-name: holds bytes that are not UTF-8 // save the file as UTF-8; in Excel the type is "CSV UTF-8 (comma delimited)"`,
		}}},
		{"lost letter", head + "bob@x.org,M\ufffdller\n", outcome{Faults: []string{
			"row 1 (line 2), column first-name: holds U+FFFD: a letter was lost when the text was converted // write the letter again, or export the file again, as UTF-8",
		}}},
		{"control characters", head + "\x00,a\nbob@x.org,\x1b[31m\na,b\u0085b\na,\x7f\n" + good, outcome{Rows: []string{"5:6 email=ada@x.org first-name=Ada"}, Faults: []string{
			"row 1 (line 2), column email: holds the control character U+0000 // remove it; many editors do not show it",
			"row 2 (line 3), column first-name: holds the control character U+001B // remove it; many editors do not show it",
			"row 3 (line 4), column first-name: holds the control character U+0085 // remove it; many editors do not show it",
			"row 4 (line 5), column first-name: holds the control character U+007F // remove it; many editors do not show it",
		}}},
		{"CR alone", head + "ada@x.org,A\rbob@x.org\n" + good, outcome{Rows: []string{"2:3 email=ada@x.org first-name=Ada"}, Faults: []string{
			"row 1 (line 2), column first-name: holds a carriage return (CR) without a line feed // end lines with LF or CRLF",
		}}},
		{"bare quote", head + "ada@x.org,A \"B\" C\n" + good, outcome{Rows: []string{"2:3 email=ada@x.org first-name=Ada"}, Faults: []string{
			`row 1 (line 2), column first-name: holds a quote (") but is not in quotes // put the cell in quotes and double those inside: "a ""b"" c"`,
		}}},
		{"text after a quote", "# x\n" + head + "\"a\n\nb\"c,A\n" + good, outcome{Rows: []string{"2:6 email=ada@x.org first-name=Ada"}, Faults: []string{
			`row 1 (line 3), column email: has an opening quote (") without a closing one, or text after the closing one, in line 5 // double a quote inside a cell in quotes: "a ""b"" c"`,
		}}},
		{"quote never closed", head + good + "bob@x.org,\"Bob\n" + good + good, outcome{Rows: []string{"1:2 email=ada@x.org first-name=Ada"}, Faults: []string{
			`row 2 (line 3), column first-name: has an opening quote (") without a closing one, or text after the closing one, in line 5 // double a quote inside a cell in quotes: "a ""b"" c"`,
		}}},
	})
}

// A quote too many takes the rows behind it into its cell.
func TestSwallowedRows(t *testing.T) {
	head := "email,first-name,groups\n"
	const way = ` // probably a quote (") is opened in this cell that is none: double it ("") and put the cell in quotes`
	fault := func(place string) outcome {
		return outcome{Faults: []string{"row 1 (line 2), column " + place + " further down" + way}}
	}
	tell(t, CSV, verb(), []story{
		{"three rows", head + "a@x.org,\"Ada,A\nb@x.org,Bob,B\nc@x.org,Cy\",C\n", fault("first-name: holds what looks like another row, 1 line")},
		{"two rows", head + "a@x.org,\"Ada,A\nb@x.org,Bob\",B\n", fault("first-name: holds what looks like another row, 1 line")},
		{"first column", head + "\"a@x.org,Ada,A\nb@x.org\",Bob,B\n", fault("email: holds what looks like another row, 1 line")},
		{"last column", head + "a@x.org,Ada,\"A\nb@x.org,Bob,B\"\n", fault("groups: holds what looks like another row, 1 line")},
		{"further down", head + "a@x.org,Ada,\"A\n\nb@x.org,Bob,B\"\n", fault("groups: holds what looks like another row, 2 lines")},
		{"prose", head + "a@x.org,\"Dear Ada, dear Bob,\nwelcome, both, here.\nKind regards,\nCy\",A\n",
			rowsOf("1:2 email=a@x.org first-name=Dear Ada, dear Bob,\nwelcome, both, here.\nKind regards,\nCy groups=A")},
	})
	tell(t, CSV, verb(), []story{
		{"semicolons", "email;first-name\na@x.org;\"Ada\nb@x.org;Bob\"\n", fault("first-name: holds what looks like another row, 1 line")},
		{"prose of two columns", "email,first-name\na@x.org,\"Hello, Ada\nWelcome, all.\nRegards,\nCy\"\n",
			rowsOf("1:2 email=a@x.org first-name=Hello, Ada\nWelcome, all.\nRegards,\nCy")},
	})
}

func TestNoText(t *testing.T) {
	const utf16 = `the file is in UTF-16 and must be in UTF-8 // in Excel, save it as "CSV UTF-8" and not as "Unicode Text"; elsewhere: iconv -f UTF-16 -t UTF-8 FILE`
	const workbook = `this is an Excel workbook (or another packed file), not text // in Excel, save it with the type "CSV UTF-8 (comma delimited)"`
	stories := []story{
		{"UTF-16 little", "\xff\xfee\x00m\x00a\x00", refused(utf16)},
		{"UTF-16 big", "\xfe\xff\x00e\x00m\x00a", refused(utf16)},
		{"UTF-16 little without a mark", "e\x00m\x00a\x00i\x00l\x00", refused(utf16)},
		{"UTF-16 big without a mark", "\x00e\x00m\x00a\x00i\x00l", refused(utf16)},
		{"xlsx", "PK\x03\x04\x14\x00\x06\x00", refused(workbook)},
		{"xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", refused(workbook)},
		{"gzip", "\x1f\x8b\x08\x00", refused("the file is compressed with gzip // unpack it first: gzip -dc FILE")},
	}
	for _, f := range append(Formats(), "") {
		t.Run("format "+f, func(t *testing.T) { tell(t, Format(f), verb(), stories) })
	}
}
