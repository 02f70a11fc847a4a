package devotokens

import "strings"

// regionHosts are the documented hosts (§1.3), except the last: us3 is known
// from Devo's other APIs. Legacy and private regions are reached by their URL.
func regionHosts() [][2]string {
	return [][2]string{
		{"us", "https://api-us.devo.com"},
		{"eu", "https://api-eu.devo.com"},
		{"ca", "https://api-ca.devo.com"},
		{"apac", "https://api-apac.devo.com"},
		{"us3", "https://api-us3.devo.com"},
	}
}

// Regions are the known regions: us, eu, ca, apac and us3 (§1.3).
func Regions() []string {
	hosts := regionHosts()
	names := make([]string, len(hosts))
	for i, host := range hosts {
		names[i] = host[0]
	}
	return names
}

// RegionURL is the base URL of a region, whose name is compared without case;
// false when it is none of Regions.
func RegionURL(region string) (string, bool) {
	for _, host := range regionHosts() {
		if strings.EqualFold(host[0], region) {
			return host[1], true
		}
	}
	return "", false
}

// CheckRegion says what is wrong with the name of a region. The error is a
// *rest.Error of kind BadInput.
func CheckRegion(s string) error {
	if _, ok := RegionURL(s); ok {
		return nil
	}
	return badInput("the region must be one of "+strings.Join(Regions(), ", "), "for another one give its base URL")
}
