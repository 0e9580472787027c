using System.Text;

namespace TechCorp.PgInfra.Processes;

/// <summary>Quoting of postgresql.conf and of libpq connection strings.</summary>
public static class ConfigurationText
{
    /// <summary><c>name = 'value'</c>, one a line (PostgreSQL manual, "Setting Parameters").</summary>
    public static string Settings(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in settings)
            text.Append(name).Append(" = '").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)).Append("'\n");
        return text.ToString();
    }

    /// <summary><c>keyword='value'</c> pairs (PostgreSQL manual, "Connection Strings"); null values are left out.</summary>
    public static string ConnectionInfo(params IEnumerable<(string Keyword, string? Value)> pairs) =>
        string.Join(' ', pairs.Where(p => p.Value is not null).Select(p =>
            $"{p.Keyword}='{p.Value!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'"));
}
