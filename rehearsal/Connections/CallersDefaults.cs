namespace TechCorp.PgInfra.Rehearsal.Connections;

/// <summary>What a shell has set for a server somewhere else: PGSSLNEGOTIATION, PGOPTIONS, PGSSLCERT and the like.</summary>
public static class CallersDefaults
{
    /// <summary>
    /// Forgets them for the rest of the command. The driver takes them into every connection that does not say otherwise, and an estate of
    /// this command's own is none that they were meant for. PG_BINDIR and its like are this program's and stay.
    /// </summary>
    public static void Forget()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => n.StartsWith("PG", StringComparison.Ordinal) && n is not ['P', 'G', '_', ..]))
            Environment.SetEnvironmentVariable(name, null);
    }
}
