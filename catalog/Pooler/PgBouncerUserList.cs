using System.Text;

namespace TechCorp.PgInfra.Catalog;

/// <summary>PgBouncer's auth_file: <c>"name" "secret"</c>, one login a line. The file is a secret; give it mode 0600.</summary>
public static class PgBouncerUserList
{
    /// <summary>The whole file.</summary>
    /// <param name="lookupPassword">Clear password of the lookup login, with which PgBouncer itself logs in.</param>
    /// <param name="statsVerifier">SCRAM-SHA-256 verifier of the statistics login.</param>
    public static string Render(string lookupPassword, string statsVerifier)
    {
        var list = new StringBuilder();
        Line(list, PoolerAuthentication.Login, lookupPassword);
        Line(list, PoolerAuthentication.StatsLogin, statsVerifier);
        return list.ToString();
    }

    private static void Line(StringBuilder list, string name, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        // The message must not carry the secret.
        if (secret.Any(char.IsControl)) throw new ArgumentException($"the secret of {name} has a control character, which the userlist can not hold", nameof(secret));
        list.Append(Quoted(name)).Append(' ').Append(Quoted(secret)).Append('\n');
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
