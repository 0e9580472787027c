namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>Compares a role itself: attributes and memberships, which give power that no single statement shows.</summary>
internal static class RoleComparison
{
    public static IEnumerable<Violation> Of(Subject subject, RoleFacts? facts)
    {
        var role = subject.Role;
        if (facts is null)
        {
            yield return Asked(Finding.Missing, role, "role", $"SELECT to_regrole('{role}')", "there is no such role");
            yield break;
        }

        if (facts.Powers.Length > 0)
            yield return Asked(Finding.Extra, role, facts.Powers, $"\\du {role}", $"{role} is {facts.Powers}");
        if (facts.CanLogin != subject.IsLogin)
            yield return Asked(subject.IsLogin ? Finding.Missing : Finding.Extra, role, "LOGIN", $"\\du {role}", subject.IsLogin ? "cannot log in" : "can log in");
        if (facts.Inherits != subject.Inherits)
            yield return Asked(subject.Inherits ? Finding.Missing : Finding.Extra, role, "INHERIT", $"\\du {role}", subject.Inherits ? "does not inherit its groups" : "inherits what it shall only get by SET ROLE");
        foreach (var extra in facts.MemberOf.Except(subject.MemberOf))
            yield return Asked(Finding.Extra, role, $"membership of {extra}", $"SELECT pg_has_role('{role}', '{extra}', 'MEMBER')", $"{role} is a member of {extra}");
        foreach (var missing in subject.MemberOf.Except(facts.MemberOf))
            yield return Asked(Finding.Missing, role, $"membership of {missing}", $"SELECT pg_has_role('{role}', '{missing}', 'MEMBER')", $"{role} is no member of {missing}");
    }

    private static Violation Asked(Finding finding, string role, string what, string statement, string answer) =>
        new(finding, role, null, what, [], statement, answer, false);
}
