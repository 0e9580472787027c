namespace Pulumi.Testing;

/// <summary>The run a test pretends.</summary>
public class TestOptions
{
    /// <summary>The project; "project" when unset.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The directory of the project file; the current directory when unset.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>The stack; "stack" when unset.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether it is a preview; true when unset.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>The organization; "organization" when unset.</summary>
    public string? OrganizationName { get; set; }
}
