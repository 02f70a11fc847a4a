package ixon

import (
	"net/http"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

const (
	defaultPage = 20   // contract §4
	maxPage     = 4000 // contract §4
	// A segment is what one transaction renders. Between segments the
	// transaction is closed, so that a slow reader holds up no writer and the
	// memory of a page does not grow with it.
	segmentRows    = 200
	segmentScanned = 4000
)

// source is where the rows of a list come from: a bucket in key order, which
// is the order of the cursor.
type source struct {
	shape  func(*shapes) *schema
	bucket func(*view) *bolt.Bucket
	// load makes the record of a row; nil leaves the row out.
	load func(c *call, key string, value []byte) any
}

// rows is a source whose bucket holds the records themselves.
func rows[T any, P identified[T]](shape func(*shapes) *schema, bucket func(*view) *bolt.Bucket) source {
	return source{shape: shape, bucket: bucket, load: func(c *call, key string, value []byte) any {
		if rec := decode[T, P](c.view, key, value); rec != nil {
			return rec
		}
		return nil
	}}
}

func ownBucket(name string) func(*view) *bolt.Bucket {
	return func(v *view) *bolt.Bucket { return v.own(name) }
}

func sharedBucket(name string) func(*view) *bolt.Bucket {
	return func(v *view) *bolt.Bucket { return v.shared(name) }
}

// walk is a list being answered: where it stands and what it has rendered.
type walk struct {
	src     source
	sel     *selection
	filters []filter
	after   string
	size    int
	count   int
	last    string // publicId of the last row rendered
	more    bool
	done    bool
	buf     []byte
}

// list answers a GET of many.
func (src source) list(c *call) (answer, error) {
	w := &walk{src: src}
	if err := w.prepare(c); err != nil {
		return answer{}, err
	}
	w.step(c)
	if !w.done {
		return answer{walk: w}, nil
	}
	if w.count == 1 && endsInDigit(w.last) && !w.more {
		return answer{data: w.buf, walk: w}, nil
	}
	return answer{data: append(append([]byte{'['}, w.buf...), ']'), walk: w}, nil
}

// endsInDigit decides when a list of one comes as an object instead of a list,
// which the published API allows itself (contract §2).
func endsInDigit(id string) bool {
	return id != "" && id[len(id)-1] >= '0' && id[len(id)-1] <= '9'
}

func (w *walk) prepare(c *call) error {
	var err error
	if w.sel, w.filters, err = c.query(w.src.shape(c.s.shapes)); err != nil {
		return err
	}
	q := c.r.URL.Query()
	w.size = defaultPage
	if q.Has("page-size") {
		n, err := strconv.Atoi(q.Get("page-size"))
		if err != nil || n < 1 || n > maxPage {
			return refuse(http.StatusBadRequest, msgInvalidValue, "page-size")
		}
		w.size = n
	}
	if q.Has("page-after") {
		w.after = q.Get("page-after")
		if !isCursor(w.after) {
			return refuse(http.StatusBadRequest, msgInvalidValue, "page-after")
		}
	}
	return nil
}

// isCursor accepts what a moreAfter can be: a publicId, a company's, an audit
// log entry's or a permission's.
func isCursor(s string) bool {
	return s != "" && len(s) <= 255 && isWord(s)
}

// step renders one segment and notes where the next begins.
func (w *walk) step(c *call) {
	cur := w.src.bucket(c.view).Cursor()
	key, value := cur.Seek([]byte(w.after))
	if key != nil && string(key) == w.after {
		key, value = cur.Next()
	}
	for rendered, scanned := 0, 0; key != nil && c.Err() == nil; key, value = cur.Next() {
		if rendered == segmentRows || scanned == segmentScanned {
			return
		}
		scanned++
		id := string(key)
		rec := w.src.load(c, id, value)
		if rec == nil || !matchAll(c.view, rec, w.filters) {
			w.after = id
			continue
		}
		if w.count == w.size {
			w.more, w.done = true, true
			return
		}
		if w.count > 0 {
			w.buf = append(w.buf, ',')
		}
		w.buf = w.sel.append(w.buf, c.view, rec)
		w.after, w.last = id, id
		w.count++
		rendered++
	}
	w.done = true
}

func (w *walk) moreAfter() string {
	if w != nil && w.more {
		return w.last
	}
	return ""
}

// get answers a GET of one.
func (src source) get(c *call) (answer, error) {
	sel, filters, err := c.query(src.shape(c.s.shapes))
	if err != nil {
		return answer{}, err
	}
	id := c.param("publicId")
	value := src.bucket(c.view).Get([]byte(id))
	if value == nil {
		return answer{}, notFound()
	}
	rec := src.load(c, id, value)
	if rec == nil || !matchAll(c.view, rec, filters) {
		return answer{}, notFound()
	}
	return answer{data: sel.append(nil, c.view, rec)}, nil
}
