using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>Says in one sentence why a connection failed and what to do; the driver's own text names neither host nor way out.</summary>
public static class ConnectionProblem
{
    private const string RdsBundle = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

    /// <summary>The problem in one sentence, with the way out.</summary>
    public static async Task<PostDeployException> ExplainAsync(Exception problem, ConnectionTarget target, CancellationToken cancellation)
    {
        var text = problem switch
        {
            PostgresException e => FromServer(e, target),
            _ when Find<AuthenticationException>(problem) is not null => await CertificateAsync(target, cancellation),
            _ when Find<SocketException>(problem) is { SocketErrorCode: not (SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable) } socket => Network(socket, target),
            _ when Find<SocketException>(problem) is not null || Find<TimeoutException>(problem) is not null => await SilentAsync(target, cancellation),
            _ when problem.Message.Contains("unknown response", StringComparison.OrdinalIgnoreCase) =>
                $"{target.Display} does not speak PostgreSQL's protocol: another service listens there; check host and port (of a server {Catalog.Database.Port})",
            _ when problem.Message.Contains("SSL connection requested", StringComparison.OrdinalIgnoreCase) =>
                $"{target.Display} does not offer TLS and sslmode is {Mode(target)}: turn ssl on at the server (RDS always has it), or check that this is the right host and port",
            _ when problem.Message.Contains("No password", StringComparison.OrdinalIgnoreCase) =>
                $"{target.Display} asks for the password of {target.Username} and none was given: put {Secret(target)} in the secrets file, or set PGPASSWORD",
            _ when problem is IOException || problem.InnerException is IOException =>
                $"{target.Display} hung up while the session was being set up: the server or the tunnel went away; run again",
            _ => $"{target.Display}: {problem.Message}",
        };
        return new PostDeployException(ExitCode.Failed, text, problem);
    }

    private static string FromServer(PostgresException e, ConnectionTarget target) => e.SqlState switch
    {
        "28P01" =>
            $"{target.Display} refused the password of {target.Username}: take the current one from the stack's outputs ({Secret(target)}); "
            + $"if it is the current one, it has expired (the server answers the same): ALTER ROLE {target.Username} VALID UNTIL 'infinity'",
        "28000" when e.MessageText.EndsWith("no encryption", StringComparison.Ordinal) && target.EffectiveTls is TlsMode.Disable or TlsMode.Allow or TlsMode.Prefer =>
            $"{target.Display} does not let {target.Username} in without TLS ({e.MessageText}): leave sslmode out, or say sslmode=verify-full",
        "28000" => $"{target.Display} does not let {target.Username} in from here: {e.MessageText}",
        "3D000" => $"{target.Display} has no database {target.Database}: the instance is created with it; check that this is the right host",
        "53300" when e.MessageText.Contains(" for role ", StringComparison.Ordinal) || e.MessageText.Contains(" for database ", StringComparison.Ordinal) =>
            $"{target.Display} has a limit that is reached ({e.MessageText}): end sessions that are not needed, or raise its CONNECTION LIMIT (ALTER ROLE or ALTER DATABASE)",
        "53300" => $"{target.Display} has no connection left ({e.MessageText}): end idle sessions or wait, then run again",
        "55000" =>
            $"{target.Display} lets nobody into the database {target.Database} ({e.MessageText}): its owner, connected to another database, runs "
            + $"ALTER DATABASE {target.Database} ALLOW_CONNECTIONS true",
        "57014" =>
            $"{target.Display} gave the session no time to be set up ({e.MessageText}): a timeout is pinned on the login or the database; "
            + $"run ALTER DATABASE {target.Database} RESET statement_timeout, or the same for ROLE {target.Username}",
        "57P03" => $"{target.Display} is starting up or shutting down ({e.MessageText}): run again in a minute",

        // PostgreSQL never answers a login this way; PgBouncer answers every refusal this way.
        "08P01" => $"{target.Display} answers like a connection pooler ({e.MessageText}): connect to the primary directly (port {Catalog.Database.Port})",
        _ => $"{target.Display} refused the connection: {e.MessageText} ({e.SqlState})",
    };

    private static async Task<string> CertificateAsync(ConnectionTarget target, CancellationToken cancellation)
    {
        var authorities = target.RootCertificate is { } file ? $"the authorities in {file}" : "any authority this machine knows";
        return await OnlyTheNameIsWrongAsync(target, cancellation)
            ? $"the certificate of {target.Display} is for another name: connect by the endpoint's own name, through a tunnel with host=ENDPOINT hostaddr=127.0.0.1"
            : $"the certificate of {target.Display} is not signed by {authorities}: pass sslrootcert with the authority's certificate; for RDS download {RdsBundle}";
    }

    // The driver says no more than "rejected": asked again without the name, and without a password to give away.
    private static async Task<bool> OnlyTheNameIsWrongAsync(ConnectionTarget target, CancellationToken cancellation)
    {
        if (target.EffectiveTls != TlsMode.VerifyFull)
        {
            return false;
        }

        try
        {
            await using var source = DataSource.Create(target with { Tls = TlsMode.VerifyCa, Password = "" }, "techcorp-pg-infra certificate check");
            await using var connection = await source.OpenConnectionAsync(cancellation);
            return true;
        }
        catch (NpgsqlException e)
        {
            return Find<AuthenticationException>(e) is null;
        }
    }

    private static string Network(SocketException e, ConnectionTarget target) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData =>
            $"host {target.HostAddress ?? target.Host} is not known to DNS: check the name; endpoints inside the VPC resolve there only",
        SocketError.ConnectionRefused => $"nothing listens at {target.Display}: check host and port, and that the instance is running",
        _ when target.Host.StartsWith('/') => $"no server socket in {target.Host} for port {target.Port}: check that the server is running",
        _ => $"{target.Display} cannot be reached: {e.Message}",
    };

    // A hung server and a closed network look the same to the driver. Whose kernel completes the handshake is reached: the server is the trouble.
    private static async Task<string> SilentAsync(ConnectionTarget target, CancellationToken cancellation)
    {
        const string Inspect = "look at its state and CPU (aws rds describe-db-instances), then reboot it or fail over";
        var tunnel = target.HostAddress is null ? "" : "; or nothing answers at the far end of the tunnel";
        return await AcceptsAsync(target, cancellation)
            ? $"{target.Display} is reached, and the server was silent for {target.ConnectTimeout} seconds: it hangs or has too much to do, no security group is in the way; {Inspect}{tunnel}"
            : $"{target.Display} was silent for {target.ConnectTimeout} seconds: a security group or route stands between, so run from inside the VPC or through the bastion's tunnel (host=ENDPOINT hostaddr=127.0.0.1); "
                + $"where others do not reach it either, the server hangs: {Inspect}";
    }

    private static async Task<bool> AcceptsAsync(ConnectionTarget target, CancellationToken cancellation)
    {
        if (target.Host.StartsWith('/')) return true;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await socket.ConnectAsync(target.HostAddress ?? target.Host, target.Port, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    // Where the outputs, and a secrets file, hold the password.
    private static string Secret(ConnectionTarget target) =>
        target.Username == Catalog.Database.MasterUsername ? "masterPassword" : $"logins, {target.Username}, password";

    private static string Mode(ConnectionTarget target) => target.EffectiveTls switch
    {
        TlsMode.VerifyFull => "verify-full",
        TlsMode.VerifyCa => "verify-ca",
        var mode => mode.ToString().ToLowerInvariant(),
    };

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }

        return null;
    }
}
