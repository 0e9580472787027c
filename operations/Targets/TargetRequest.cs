namespace TechCorp.PgInfra.Operations.Targets;

/// <summary>What the command line says of the server to ask. Nothing at all means the rehearsal of this checkout.</summary>
public sealed record TargetRequest
{
    /// <summary>libpq connection string, keyword/value or URL, without a password.</summary>
    public string? Connect { get; init; }

    /// <summary>What <c>pulumi stack output --json --show-secrets</c> prints: a file, or - for standard input.</summary>
    public string? Outputs { get; init; }

    /// <summary>A secrets file to go with <see cref="Connect"/>, in the form of the outputs.</summary>
    public string? Secrets { get; init; }

    /// <summary>Login to connect as; null takes <see cref="PreferredLogin"/> where its password is known, else the master.</summary>
    public string? Login { get; init; }

    /// <summary>Login that suits the command: <c>monitor</c> for questions, the master where something is changed.</summary>
    public string PreferredLogin { get; init; } = Catalog.Logins.Monitor;

    /// <summary>DB instance identifier; null takes the one that writes.</summary>
    public string? Node { get; init; }
}
