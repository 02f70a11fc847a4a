package journal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"hash/crc32"
	"strconv"
	"time"
)

// journalVersion is raised when older programs would misread the file.
const journalVersion = 2

// header is the first line.
type header struct {
	Version int       `json:"journal"`
	Run     Run       `json:"run"`
	Created time.Time `json:"created"`
	Rows    int       `json:"rows"`
	SHA256  string    `json:"sha256"`
	Salt    string    `json:"salt"`
	Limit   int64     `json:"limit"` // of a call, in milliseconds; 0: none
	uptime
}

// resumed is the line of a run that went on, with the input as it was then.
type resumed struct {
	At     time.Time `json:"resumed"`
	Rows   int       `json:"rows"`
	SHA256 string    `json:"sha256"`
	Limit  int64     `json:"limit"`
	uptime
}

// marshalLine gives v, one of the two above or a record of a finished run, as a
// line.
func marshalLine(v any) ([]byte, error) {
	line, err := json.Marshal(v)
	return endLine(bytes.TrimSuffix(line, []byte("}"))), err
}

// What intents and results are made of. They are written and read by hand: a
// million rows are two million lines.
const (
	intentStart   = `{"intent":"`
	answeredStart = `{"answered":"`
	resultStart   = `{"result":"`
	rowPart       = `","row":`
	stepPart      = `,"step":`
	atPart        = `,"at":`
	statusPart    = `,"status":"`
	codePart      = `,"code":"`
	idPart        = `,"id":`
	madePart      = `,"made":`
	sumPart       = `,"crc":"`
	sumEnd        = `"}`
)

// sumSize is the length of a line's checksum with what stands around it.
const sumSize = len(sumPart) + 8 + len(sumEnd)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendSum gives the end of a line: the CRC-32C of what stands before.
func appendSum(to, line []byte) []byte {
	sum := crc32.Checksum(line, castagnoli)
	to = append(to, sumPart...)
	for shift := 28; shift >= 0; shift -= 4 {
		to = append(to, "0123456789abcdef"[sum>>shift&15])
	}
	return append(to, sumEnd...)
}

func endLine(line []byte) []byte { return append(appendSum(line, line), '\n') }

// cutSum takes the checksum off a line, which has no line end; whole is false
// where the line is not as it was written.
func cutSum(line []byte) (body []byte, whole bool) {
	if len(line) < sumSize {
		return nil, false
	}
	body = line[:len(line)-sumSize]
	var space [sumSize]byte
	return body, bytes.Equal(line[len(body):], appendSum(space[:0], body))
}

func appendStart(line []byte, start string, k Digest, row int) []byte {
	line = hex.AppendEncode(append(line, start...), k[:])
	return strconv.AppendInt(append(line, rowPart...), int64(row), 10)
}

func appendID(line []byte, id string) []byte { return appendText(line, idPart, id) }

func appendText(line []byte, part, text string) []byte {
	if text == "" {
		return line
	}
	quoted, _ := json.Marshal(text) // strings always marshal
	return append(append(line, part...), quoted...)
}

// appendIntent adds the line of what is about to be sent, or of a step that was
// answered.
func appendIntent(line []byte, k Digest, row int, s Step) []byte {
	start := intentStart
	if s.Answered {
		start = answeredStart
	}
	return endLine(appendID(appendStep(appendStart(line, start, k, row), s), s.ID))
}

func appendResult(line []byte, k Digest, row int, o Outcome) []byte {
	line = appendStart(line, resultStart, k, row)
	line = append(append(append(line, statusPart...), o.Status.String()...), '"')
	if o.Code != "" {
		line = append(append(append(line, codePart...), o.Code...), '"')
	}
	id := o.ID
	if o.unsettled() {
		id = o.Step.ID
	}
	return endLine(appendID(appendStep(line, o.Step), id))
}

func appendStep(line []byte, s Step) []byte {
	if s.Number != 0 {
		line = strconv.AppendInt(append(line, stepPart...), int64(s.Number), 10)
	}
	if !s.At.IsZero() {
		line = strconv.AppendInt(append(line, atPart...), s.At.Unix(), 10)
	}
	return appendText(line, madePart, s.Made)
}

// record is an intent, an answered step or a result as read back.
type record struct {
	key    Digest
	row    int
	status Status // 0: no result
	step   Step   // without its ids
	code   []byte
	id     []byte // as JSON, checked
	made   []byte // likewise
}

// parseRecord reads any of the three, without its checksum. What it gives lies
// in line.
func parseRecord(line []byte) (r record, ok bool) {
	rest, result := bytes.CutPrefix(line, []byte(resultStart))
	if !result {
		rest, r.step.Answered = bytes.CutPrefix(line, []byte(answeredStart))
		if !r.step.Answered {
			if rest, ok = bytes.CutPrefix(line, []byte(intentStart)); !ok {
				return r, false
			}
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
	if r.row, rest, ok = cutNumber(rest); !ok {
		return r, false
	}
	if result {
		rest, ok = r.parseOutcome(rest)
	}
	if ok {
		rest, ok = r.parseStep(rest)
	}
	return r, ok && r.parseID(rest)
}

// parseStep reads the number of a step and its time, if they are there.
func (r *record) parseStep(rest []byte) (after []byte, ok bool) {
	if after, has := bytes.CutPrefix(rest, []byte(stepPart)); has {
		if r.step.Number, rest, ok = cutNumber(after); !ok || r.step.Number == 0 {
			return nil, false
		}
	}
	after, has := bytes.CutPrefix(rest, []byte(atPart))
	if !has {
		return rest, true
	}
	digits := len(after) - len(bytes.TrimLeft(after, "0123456789"))
	at, err := strconv.ParseInt(string(after[:digits]), 10, 64)
	r.step.At = time.Unix(at, 0)
	return after[digits:], err == nil
}

// parseOutcome reads what follows a result's row number, up to its step.
func (r *record) parseOutcome(rest []byte) (after []byte, ok bool) {
	if rest, ok = bytes.CutPrefix(rest, []byte(statusPart)); !ok {
		return nil, false
	}
	word, rest, ok := bytes.Cut(rest, []byte(`"`))
	if !ok {
		return nil, false
	}
	if r.status, ok = recorded(word); !ok {
		return nil, false
	}
	if after, has := bytes.CutPrefix(rest, []byte(codePart)); has {
		if r.code, rest, ok = bytes.Cut(after, []byte(`"`)); !ok || !isWord(string(r.code)) {
			return nil, false
		}
	}
	return rest, true
}

// parseID reads the id, if there is one, and before it that of what was made;
// nothing else may follow.
func (r *record) parseID(rest []byte) bool {
	if made, has := bytes.CutPrefix(rest, []byte(madePart)); has {
		end := textEnd(made)
		r.made, rest = made[:end], made[end:]
		if !json.Valid(r.made) {
			return false
		}
	}
	if len(rest) == 0 {
		return true
	}
	id, ok := bytes.CutPrefix(rest, []byte(idPart))
	r.id = id
	return ok && len(id) > 0 && id[0] == '"' && json.Valid(id)
}

// outcome decodes a result; that of anything else is unknown, with the step.
func (r *record) outcome() Outcome {
	o := Outcome{Status: r.status, Code: string(r.code), Step: r.step}
	if r.id != nil && json.Unmarshal(r.id, &o.ID) != nil {
		o.ID = ""
	}
	if r.made != nil && json.Unmarshal(r.made, &o.Step.Made) != nil {
		o.Step.Made = ""
	}
	if r.status == 0 {
		o.Status = Unknown
	}
	if o.unsettled() {
		o.Step.ID, o.ID = o.ID, ""
	}
	if o.Status == Failed && o.Step.Number != 0 {
		o.ID = o.Step.Made
	}
	return o
}

// unsettled reports that the id of a line is what is acted on, and not what came
// of it.
func (o Outcome) unsettled() bool {
	return o.Status == Unknown || o.Status == Failed && o.Step.Number != 0
}

// textEnd is the length of the JSON string at the start.
func textEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// tornIntent is the row of an intent of which the end is missing. What it is
// about may have been sent. One that was cut within its key tells nothing.
func tornIntent(tail []byte) (r record, ok bool) {
	rest, ok := bytes.CutPrefix(tail, []byte(intentStart))
	if !ok || len(rest) < digestHexSize {
		return r, false
	}
	r.key, ok = parseDigest(rest[:digestHexSize])
	if after, has := bytes.CutPrefix(rest[digestHexSize:], []byte(rowPart)); has {
		r.row, _, _ = cutNumber(after)
	}
	return r, ok
}

// cutNumber takes the number at the start, without leading zeros.
func cutNumber(text []byte) (number int, rest []byte, ok bool) {
	i := 0
	for ; i < len(text) && i < 9 && text[i] >= '0' && text[i] <= '9'; i++ {
		number = number*10 + int(text[i]-'0')
	}
	return number, text[i:], i == 1 || i > 1 && text[0] != '0'
}
