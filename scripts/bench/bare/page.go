package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// fields are those that unictl asks for in its list of users.
const fields = "publicId,type,name,emailAddress,support,registeredOn,lastSeenOn,registeredBy(publicId,name)," +
	"memberships(publicId,expiresOn,group(publicId,reference.name),role(publicId,reference.name))," +
	"apiApplications(publicId,name),otpauthRequired"

// page reads one page and gives the number of users on it and the cursor of the
// next, "" after the last.
func page(base string, header http.Header, cursor string) (count int, next string, err error) {
	query := url.Values{"page-size": {"4000"}, "fields": {fields}}
	if cursor != "" {
		query.Set("page-after", cursor)
	}
	request, err := http.NewRequest(http.MethodGet, strings.TrimSuffix(base, "/")+"/users?"+query.Encode(), nil)
	if err != nil {
		return 0, "", err
	}
	request.Header = header
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return 0, "", fmt.Errorf("the server answered %s", response.Status)
	}
	count, next, err = decode(json.NewDecoder(response.Body))
	if err == nil {
		_, err = io.Copy(io.Discard, response.Body) // so that the connection is used again
	}
	return count, next, err
}

// decode walks the envelope and decodes one user at a time.
func decode(decoder *json.Decoder) (count int, next string, err error) {
	if _, err := decoder.Token(); err != nil {
		return 0, "", err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return 0, "", err
		}
		switch name {
		case "data":
			count, err = users(decoder)
		case "moreAfter":
			err = decoder.Decode(&next)
		default:
			err = decoder.Decode(new(json.RawMessage))
		}
		if err != nil {
			return 0, "", err
		}
	}
	_, err = decoder.Token()
	return count, next, err
}

func users(decoder *json.Decoder) (count int, err error) {
	if _, err := decoder.Token(); err != nil {
		return 0, err
	}
	for decoder.More() {
		var one user
		if err := decoder.Decode(&one); err != nil {
			return 0, err
		}
		count++
	}
	_, err = decoder.Token()
	return count, err
}
