using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Runbooks.Aws;
using TechCorp.PgInfra.Operations.Runbooks.Instances;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>The options of every subcommand that works through the <c>aws</c> CLI.</summary>
internal sealed class RunbookOptions
{
    private readonly Option<bool> _execute = new("--execute") { Description = "Do it, after showing it. Without it nothing is changed." };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask; for scripts." };

    private readonly Option<string?> _endpoint = new("--endpoint-url") { Description = "Another endpoint than AWS's own; AWS_ENDPOINT_URL does the same.", HelpName = "URL" };

    private readonly Option<double> _timeout = new("--timeout") { Description = "Minutes to wait for one step, 1 to 1440.", HelpName = "MINUTES", DefaultValueFactory = _ => Patience.Standard.Limit.TotalMinutes };

    private readonly Option<double> _poll = new("--poll") { Description = "Seconds between two looks whether a step is done, 0.1 to 300.", HelpName = "SECONDS", DefaultValueFactory = _ => Patience.Standard.Interval.TotalSeconds };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[StackOptions.Stack, StackOptions.File, _execute, _yes, _endpoint, _timeout, _poll])
            command.Add(option);
    }

    public bool Execute(VerbRun run) => run.ValueOrDefault(_execute);

    public bool Yes(VerbRun run) => run.ValueOrDefault(_yes);

    /// <summary>A region's RDS.</summary>
    public RdsApi Rds(VerbRun run, string region)
    {
        var problems = new List<string>();
        var (timeout, poll) = (Within("--timeout", run.Value(_timeout), 1, 1440), Within("--poll", run.Value(_poll), 0.1, 300));
        if (run.ValueOrDefault(_endpoint) is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")) problems.Add($"--endpoint-url is '{url}'; it is a URL such as http://127.0.0.1:5000");
        if (problems.Count > 0) throw new InputException([.. problems]);
        return new RdsApi(new AwsCli(run.ValueOrDefault(_endpoint), text => run.Error.WriteLine($"pg: {text}")), region, new Patience(TimeSpan.FromSeconds(poll), TimeSpan.FromMinutes(timeout)));

        double Within(string option, double value, double least, double most)
        {
            if (!(value >= least && value <= most)) problems.Add(FormattableString.Invariant($"{option} is {value}; it is {least} to {most}"));
            return value;
        }
    }
}
