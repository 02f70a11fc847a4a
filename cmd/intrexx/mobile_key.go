package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/rest"
)

type mobileKeyIn struct {
	cli.Edit
	Key string
}

func mobileKeyGroup() cli.Group {
	return cli.Group{Use: "mobile-key", Short: "API key of the Intrexx Mobile App", Children: func() []cli.Command {
		return []cli.Command{getMobileKey(), setMobileKey(), deleteMobileKey()}
	}}
}

func getMobileKey() cli.Command {
	return cli.Get[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "get", Short: "Show the API key of the mobile app; masked unless --reveal", Hidden: true,
		Example: "  unictl intrexx mobile-key get --portal intranet --context sandbox",
		Item:    func(ctx context.Context, c *intrexx.Client, _ *struct{}) (item, error) { return c.MobileKey().Do(ctx) },
	}
}

func setMobileKey() cli.Command {
	return cli.Change[*intrexx.Client, mobileKeyIn]{
		Use: "set", Short: "Change the API key of the mobile app", Effect: cli.Update,
		Long: "Change the API key of the mobile app. It is typed, or read from a file, and takes the place of the one\n" +
			"text that the server shows. Where it shows none or several, give the whole document with --body." + notPublic,
		Example: "  unictl intrexx mobile-key set --portal intranet --key-file key.txt",
		Inputs: func(in *mobileKeyIn) cli.Inputs {
			key := cli.SecretInput{Noun: "key", Target: &in.Key, Unless: func() bool { return in.Given() }}
			return in.Inputs(key.Input())
		},
		Check:  func(in *mobileKeyIn) error { return in.CheckOptional() },
		Target: func(*mobileKeyIn) string { return "the API key of the mobile app" },
		Steps: func(ctx context.Context, c *intrexx.Client, in *mobileKeyIn) ([]cli.Step, error) {
			const name = "change the API key of the mobile app"
			if in.Given() {
				in.Hidden, in.Absent = true, true
				return cli.Patched(ctx, &in.Edit, name, c.MobileKey(), c.UpdateMobileKey)
			}
			current, err := c.MobileKey().Do(ctx)
			if rest.Is(err, rest.NotFound) {
				return nil, &cli.NotFoundError{Noun: "key", Text: "of the mobile app", Way: "there is none that the new one could replace: give the whole document with --body FILE, as your server's Swagger page has it", Target: true}
			}
			if err != nil {
				return nil, err
			}
			body, _, err := intrexx.SoleText(current.Raw, in.Key)
			return []cli.Step{{Name: name, Call: c.UpdateMobileKey(body)}}, err
		},
	}
}

func deleteMobileKey() cli.Command {
	return cli.Change[*intrexx.Client, struct{}]{
		Use: "delete", Short: "Delete the API key of the mobile app: nobody gets in with it any more", Effect: cli.Delete,
		Example: "  unictl intrexx mobile-key delete --portal intranet --yes",
		Target:  func(*struct{}) string { return "the API key of the mobile app" },
		Steps: func(_ context.Context, c *intrexx.Client, _ *struct{}) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete the API key of the mobile app", Call: c.DeleteMobileKey()}}, nil
		},
	}
}
