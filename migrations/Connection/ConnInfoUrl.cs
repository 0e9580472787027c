namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>The URL form of a connection string: <c>postgresql://user@host:port/dbname?keyword=value</c>.</summary>
internal static class ConnInfoUrl
{
    // Not System.Uri: it refuses what libpq accepts (an empty host, a percent-encoded socket directory) and its errors repeat the password.
    public static Dictionary<string, string> Read(string url, List<string> problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];

        var query = rest.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
        {
            foreach (var pair in rest[(query + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = pair.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0)
                {
                    problems.Add("a URL parameter after '?' has no '='; write ?sslmode=verify-full&sslrootcert=FILE");
                    continue;
                }

                Put(values, pair[..equals], pair[(equals + 1)..], problems);
            }

            rest = rest[..query];
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        if (slash >= 0)
        {
            Put(values, "dbname", rest[(slash + 1)..], problems);
        }

        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var user = authority[..at];
            var colon = user.IndexOf(':', StringComparison.Ordinal);
            Put(values, "user", colon < 0 ? user : user[..colon], problems);
        }

        Host(values, authority[(at + 1)..], problems);
        return values;
    }

    private static void Host(Dictionary<string, string> values, string host, List<string> problems)
    {
        var bracket = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) : -1;
        if (host.StartsWith('[') && bracket < 0)
        {
            problems.Add("the IPv6 address of the URL has no closing ']'");
            return;
        }

        var name = bracket > 0 ? host[1..bracket] : host;
        var port = bracket > 0 ? host[(bracket + 1)..].TrimStart(':') : "";
        if (bracket < 0 && host.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
        {
            (name, port) = (host[..colon], host[(colon + 1)..]);
        }

        Put(values, "host", name, problems);
        Put(values, "port", port, problems);
    }

    private static void Put(Dictionary<string, string> values, string keyword, string encoded, List<string> problems)
    {
        if (encoded.Length == 0)
        {
            return;
        }

        for (var i = encoded.IndexOf('%', StringComparison.Ordinal); i >= 0; i = encoded.IndexOf('%', i + 1))
        {
            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
            {
                problems.Add($"the {keyword} of the URL holds a bare '%'; write it as %25");
                return;
            }
        }

        values[keyword] = Uri.UnescapeDataString(encoded);
    }
}
