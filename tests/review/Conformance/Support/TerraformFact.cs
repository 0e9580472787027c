using TechCorp.PgInfra.Review.Conformance;

namespace TechCorp.PgInfra.Review.Tests.Conformance.Support;

/// <summary>A test that asks the real provider; where there is none the runner reports it as skipped, with what is missing.</summary>
public sealed class TerraformFactAttribute : FactAttribute
{
    public TerraformFactAttribute() => Skip = RealProvider.Missing!;
}

/// <summary>The theory of the same kind.</summary>
public sealed class TerraformTheoryAttribute : TheoryAttribute
{
    public TerraformTheoryAttribute() => Skip = RealProvider.Missing!;
}

/// <summary>Terraform and the provider on this machine.</summary>
internal static class RealProvider
{
    private static readonly Lazy<(TerraformInstallation? Found, string? Missing)> Search = new(() =>
    {
        try
        {
            return (TerraformInstallation.Find(), null);
        }
        catch (ConformanceException e)
        {
            return (null, e.Message);
        }
    });

    public static string? Missing => Search.Value.Missing;

    public static TerraformInstallation Installation => Search.Value.Found!;
}
