using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Operations.Connect;
using TechCorp.PgInfra.Operations.Targets;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Cli.Connect;

/// <summary><c>./pg connect</c>.</summary>
internal sealed class ConnectVerb() : Verb("connect", "Prints what a client needs to connect to a rehearsed or deployed stack, or opens psql")
{
    private readonly Option<string> _login = new("--as") { Description = "Login of the catalogue, or the master user.", HelpName = "LOGIN", Required = true };

    private readonly Option<string?> _to = new("--to") { Description = "primary, replica, analytics, pooler, or an identifier; where the login is meant to go unless said otherwise.", HelpName = "TARGET" };

    private readonly Option<bool> _viaBastion = new("--via-bastion") { Description = "Through an SSH tunnel by the stack's network.bastionHost; the certificate is checked all the same." };

    private readonly Option<string?> _bastion = new("--bastion") { Description = "Another bastion: [USER@]HOST[:PORT].", HelpName = "HOST" };

    private readonly Option<int> _localPort = new("--local-port") { Description = "Local port of the tunnel, 1024 to 65535.", HelpName = "PORT", DefaultValueFactory = _ => 15432 };

    private readonly Option<string?> _outputs = new("--outputs") { Description = "A deployed stack: what `pulumi stack output --json` prints, a file or - for standard input. Without it, the rehearsal that is up.", HelpName = "FILE|-" };

    private readonly Option<string?> _root = new("--sslrootcert") { Description = $"Authority of the server's certificate; of a deployed stack PGSSLROOTCERT, else {Doors.RdsBundle}.", HelpName = "FILE" };

    private readonly Option<bool> _psql = new("--psql") { Description = "Open psql, and the tunnel around it, instead of printing." };

    private readonly Option<string?> _format = new("--format") { Description = $"Print for one client alone: {string.Join(", ", ClientFormats.All.Select(f => f.Name))}.", HelpName = "CLIENT" };

    private readonly Option<bool> _secret = new("--show-secret") { Description = "Print the password as well." };

    public override void Describe(Command command)
    {
        foreach (var option in (Option[])[StackOptions.Stack, StackOptions.File, _login, _to, _viaBastion, _bastion, _localPort, _outputs, _root, _psql, _format, _secret])
            command.Add(option);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var format = Format(run);
        var (stack, login) = (run.Value(StackOptions.Stack), run.Value(_login));
        var configuration = PulumiProject.Load(run.Root).LoadStack(stack, run.ValueOrDefault(StackOptions.File));
        var bastion = Tunnel(run, configuration);
        var doors = run.ValueOrDefault(_outputs) is { } outputs ? Deployed(Doors.Of(Doors.Read(outputs), await StackOptions.PlanAsync(run)))
            : RehearsedTarget.FindEstate(run.Root) is { } estate ? Doors.Of(estate, stack)
            : throw new InputException($"no rehearsal is up: ./pg rehearse brings one up. For a deployed stack: pulumi stack output --stack {stack} --json | ./pg connect --stack {stack} --as {login} --outputs -");

        var way = Way.Find(doors, stack, login, run.ValueOrDefault(_to), bastion is not null, run.ValueOrDefault(_root)) with { Tunnel = bastion };
        if (bastion is not null && run.ValueOrDefault(_bastion) is null && IPAddress.TryParse(way.Host, out var address) && IPAddress.IsLoopback(address))
            throw new InputException($"{way.Target} is at {way.Host}, an address of this machine, and {bastion.Host} does not lead to it: leave --via-bastion out, or try the tunnel through an sshd of this machine: --bastion 127.0.0.1.");
        var password = doors.Passwords.GetValueOrDefault(login);
        if (run.ValueOrDefault(_psql))
        {
            if (way.Tunnel is { } tunnel && run.Parsed.GetResult(_localPort) is null or { Implicit: true }) way = way with { Tunnel = way.Tunnel! with { LocalPort = LoopbackPorts.Next() } };
            PsqlProcess.Become(way, password);
        }

        if (run.ValueOrDefault(_secret))
        {
            way = way with
            {
                Password = password ?? throw new InputException($"--show-secret: the outputs hold no password of {login}; print them with `pulumi stack output --json --show-secrets`."),
            };
        }

        Show(run, way, format);
        return ExitCodes.Done;
    }

    // Where a person has told every other client once per night, it is not to be told again.
    private static Doors Deployed(Doors doors) => Environment.GetEnvironmentVariable("PGSSLROOTCERT") is { Length: > 0 } bundle ? doors with { RootCertificate = bundle } : doors;

    private static void Show(VerbRun run, Way way, ClientFormat? only)
    {
        if (run.Json)
        {
            run.WriteJson(Json(way, only));
            return;
        }

        if (only is not null)
        {
            // What is redirected into a file is the format and nothing else.
            if (way.Tunnel is { } open) run.Error.WriteLine($"pg: first, in another terminal: {open.Text(way.Host, way.Port)}");
            if (ClientFormats.NeedsHostsLine(only) && ClientFormats.HostsLine(way) is { } line) run.Error.WriteLine($"pg: and in /etc/hosts while the tunnel is up: {line}");
            run.Out.WriteLine(only.Render(way));
            return;
        }

        run.Out.WriteLine($"{way.Login} to {way.Target} of stack {way.Stack}, {way.Host}:{way.Port}, verify-full against {way.RootCertificate}");
        if (way.Password is null) run.Out.WriteLine(way is { PasswordFile: not null, Tunnel: null } ? $"the password is in {way.PasswordFile} (--show-secret prints it)" : "the password is asked for, or taken from PGPASSWORD (--show-secret prints it)");
        if (way.Tunnel is { } tunnel)
        {
            run.Out.WriteLine();
            Heading("the tunnel, in a terminal of its own");
            run.Out.WriteLine(tunnel.Text(way.Host, way.Port));
        }

        foreach (var format in ClientFormats.All)
        {
            run.Out.WriteLine();
            Heading(format.Title);
            if (ClientFormats.Note(format, way) is { } note) run.Out.WriteLine($"# {note}");
            run.Out.WriteLine(format.Render(way));
        }

        void Heading(string title) => run.Console.Line((title, new Style(Color.Aqua)));
    }

    private static JsonObject Json(Way way, ClientFormat? only) => new()
    {
        ["stack"] = way.Stack, ["login"] = way.Login, ["target"] = way.Target, ["host"] = way.Host, ["port"] = way.Port, ["database"] = way.Database,
        ["sslmode"] = "verify-full", ["sslrootcert"] = way.RootCertificate,
        ["tunnel"] = way.Tunnel is { } tunnel
            ? new JsonObject { ["command"] = tunnel.Text(way.Host, way.Port), ["hostaddr"] = Bastion.LocalAddress, ["port"] = tunnel.LocalPort, ["hosts"] = ClientFormats.HostsLine(way) }
            : null,
        ["formats"] = new JsonObject(ClientFormats.All.Where(f => only is null || f == only).Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Render(way)))),
    };

    private ClientFormat? Format(VerbRun run)
    {
        if (run.ValueOrDefault(_format) is not { } name) return null;
        return ClientFormats.All.FirstOrDefault(f => f.Name == name)
            ?? throw new InputException($"--format: there is no '{name}'.{Nearest.Hint(name, ClientFormats.All.Select(f => f.Name))} There are: {string.Join(", ", ClientFormats.All.Select(f => f.Name))}.");
    }

    private Bastion? Tunnel(VerbRun run, StackConfiguration configuration)
    {
        var (host, localPort) = (run.ValueOrDefault(_bastion), run.Value(_localPort));
        if (localPort is < 1024 or > 65535) throw new InputException($"--local-port is {localPort}; it is 1024 to 65535.");
        if (host is null && !run.ValueOrDefault(_viaBastion)) return null;
        var settings = EstatePlan.ReadSettings(configuration);
        host ??= (settings.IsValid ? settings.Settings.Network.BastionHost : null)
            ?? throw new InputException($"stack {configuration.Stack} names no network.bastionHost: add it to Pulumi.{configuration.Stack}.yaml, or say --bastion HOST.");
        if (host.Length == 0 || host.StartsWith('-') || host.Any(char.IsWhiteSpace)) throw new InputException($"--bastion is '{host}'; it is [USER@]HOST[:PORT].");
        var colon = host.LastIndexOf(':');
        if (colon < 0) return new Bastion(host, null, localPort);
        return int.TryParse(host[(colon + 1)..], out var port) && port is > 0 and < 65536 ? new Bastion(host[..colon], port, localPort) : throw new InputException($"--bastion is '{host}'; it is [USER@]HOST[:PORT].");
    }
}
