package journal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"
)

// journalVersion is raised when older programs would misread the file.
const journalVersion = 1

// header is the first line.
type header struct {
	Version int       `json:"journal"`
	Run     Run       `json:"run"`
	Created time.Time `json:"created"`
	Rows    int       `json:"rows"`
	SHA256  string    `json:"sha256"`
	Salt    string    `json:"salt"`
}

// resumed is the line of a run that went on, with the input as it was then.
type resumed struct {
	At     time.Time `json:"resumed"`
	Rows   int       `json:"rows"`
	SHA256 string    `json:"sha256"`
}

// marshalLine gives v, one of the two above, as a line.
func marshalLine(v any) ([]byte, error) {
	line, err := json.Marshal(v)
	return append(line, '\n'), err
}

// What intents and results are made of. They are written and read by hand: a
// million rows are two million lines.
const (
	intentStart = `{"intent":"`
	resultStart = `{"result":"`
	rowPart     = `","row":`
	statusPart  = `,"status":"`
	codePart    = `","code":"`
	idPart      = `","id":`
	lineEnd     = `}`
)

func appendIntent(line []byte, k Digest, row int) []byte {
	line = hex.AppendEncode(append(line, intentStart...), k[:])
	line = strconv.AppendInt(append(line, rowPart...), int64(row), 10)
	return append(line, "}\n"...)
}

func appendResult(line []byte, k Digest, row int, o Outcome) []byte {
	line = hex.AppendEncode(append(line, resultStart...), k[:])
	line = strconv.AppendInt(append(line, rowPart...), int64(row), 10)
	line = append(append(line, statusPart...), o.Status.String()...)
	if o.Code != "" {
		line = append(append(line, codePart...), o.Code...)
	}
	if o.ID == "" {
		return append(line, "\"}\n"...)
	}
	id, _ := json.Marshal(o.ID) // strings always marshal
	return append(append(append(line, idPart...), id...), "}\n"...)
}

// record is an intent or a result as read back.
type record struct {
	key    Digest
	row    int
	status Status // 0: an intent
	code   []byte
	id     []byte // as JSON, checked
}

// parseRecord reads an intent or a result, without its line end. What it gives
// lies in line.
func parseRecord(line []byte) (r record, ok bool) {
	rest, result := bytes.CutPrefix(line, []byte(resultStart))
	if !result {
		if rest, ok = bytes.CutPrefix(line, []byte(intentStart)); !ok {
			return r, false
		}
	}
	if len(rest) < digestHexSize {
		return r, false
	}
	if r.key, ok = parseDigest(rest[:digestHexSize]); !ok {
		return r, false
	}
	if rest, ok = bytes.CutPrefix(rest[digestHexSize:], []byte(rowPart)); !ok {
		return r, false
	}
	if r.row, rest, ok = cutNumber(rest); !ok || result {
		return r, ok && r.parseOutcome(rest)
	}
	return r, string(rest) == lineEnd
}

// parseOutcome reads what follows a result's row number.
func (r *record) parseOutcome(rest []byte) (ok bool) {
	var word []byte
	if rest, ok = bytes.CutPrefix(rest, []byte(statusPart)); !ok {
		return false
	}
	word, rest = cutQuote(rest)
	if r.status, ok = recorded(word); !ok {
		return false
	}
	if after, has := bytes.CutPrefix(rest, []byte(codePart)); has {
		if r.code, rest = cutQuote(after); !isWord(string(r.code)) {
			return false
		}
	}
	after, has := bytes.CutPrefix(rest, []byte(idPart))
	if !has {
		return string(rest) == `"`+lineEnd
	}
	r.id, ok = bytes.CutSuffix(after, []byte(lineEnd))
	return ok && len(r.id) > 0 && r.id[0] == '"' && json.Valid(r.id)
}

// outcome decodes a result; an intent's outcome is unknown.
func (r *record) outcome() Outcome {
	o := Outcome{Status: r.status, Code: string(r.code)}
	if r.status == 0 {
		o.Status = Unknown
	}
	if r.id != nil && json.Unmarshal(r.id, &o.ID) != nil {
		o.ID = ""
	}
	return o
}

// cutQuote takes what stands before the next quote, which begins the rest.
func cutQuote(text []byte) (word, rest []byte) {
	if i := bytes.IndexByte(text, '"'); i >= 0 {
		return text[:i], text[i:]
	}
	return text, nil
}

// cutNumber takes the number at the start, without leading zeros.
func cutNumber(text []byte) (number int, rest []byte, ok bool) {
	i := 0
	for ; i < len(text) && i < 9 && text[i] >= '0' && text[i] <= '9'; i++ {
		number = number*10 + int(text[i]-'0')
	}
	return number, text[i:], i == 1 || i > 1 && text[0] != '0'
}
