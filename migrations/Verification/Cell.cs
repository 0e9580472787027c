namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>One privilege of a role on the objects of a schema. Of what was tried only what is not as declared is kept.</summary>
/// <param name="privilege">The privilege.</param>
/// <param name="scope">Which objects.</param>
/// <param name="wanted">It is declared.</param>
internal sealed class Cell(Privilege privilege, Scope scope, bool wanted)
{
    public Privilege Privilege { get; } = privilege;

    public Scope Scope { get; } = scope;

    public bool Wanted { get; } = wanted;

    /// <summary>True when every object gave the whole of it.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>More or less than declared.</summary>
    public List<Trial> Wrong { get; } = [];

    /// <summary>Failed for another reason.</summary>
    public List<Trial> Unclear { get; } = [];

    public void Add(Trial trial)
    {
        IsWhole &= trial.Outcome == "whole";
        if (trial.Outcome == "unclear")
            Unclear.Add(trial);
        else if (trial.Outcome != (Wanted ? "whole" : "none"))
            Wrong.Add(trial);
    }
}
