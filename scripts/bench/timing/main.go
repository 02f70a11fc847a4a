// Command timing runs commands in turns and prints one line for each: median
// milliseconds, the median of the ratios to the first command within a turn, the
// peak memory in MiB, and the first two for the time of all processors instead of
// the clock's, with tabs between.
//
//	timing -runs 40 hello version ::: unictl version ::: unictl --help
//
// Commands of one turn meet the same load of the machine, which a comparison of
// two separate series does not. Their stdout is thrown away; one that fails ends
// the measurement.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "timing:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("timing", flag.ContinueOnError)
	runs := flags.Int("runs", 40, "measured turns")
	warmup := flags.Int("warmup", 3, "turns before that")
	if err := flags.Parse(args); err != nil {
		return err
	}
	commands, err := split(flags.Args())
	if err != nil {
		return err
	}
	if *runs < 1 || *warmup < 0 {
		return fmt.Errorf("-runs %d -warmup %d: at least one run is needed", *runs, *warmup)
	}
	series, err := measure(commands, *warmup, *runs)
	if err != nil {
		return err
	}
	for _, s := range series {
		_, err := fmt.Fprintf(out, "%.2f\t%.3f\t%.1f\t%.2f\t%.3f\n",
			milliseconds(s.took), ratio(s.took, series[0].took), s.mebibytes(), milliseconds(s.cpu), ratio(s.cpu, series[0].cpu))
		if err != nil {
			return err
		}
	}
	return nil
}
