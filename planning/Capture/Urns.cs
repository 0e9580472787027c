using Pulumi;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>URNs as the engine forms them. Mocks keep only the outermost ancestor's type.</summary>
internal sealed class Urns(string project, string stack, ResourceRecorder recorder)
{
    private readonly Dictionary<RecordedResource, string> _typePaths = new(ReferenceEqualityComparer.Instance);

    public string Of(RecordedResource resource) => $"urn:pulumi:{stack}::{project}::{TypePath(resource)}::{resource.Name}";

    /// <summary>Null for the stack, which is nobody's resource.</summary>
    public string? Of(Resource? resource) => recorder.Find(resource) is { } recorded ? Of(recorded) : null;

    private string TypePath(RecordedResource resource)
    {
        if (!_typePaths.TryGetValue(resource, out var path))
        {
            path = recorder.Find(resource.Options.Parent) is { } parent ? $"{TypePath(parent)}${resource.Type}" : resource.Type;
            _typePaths.Add(resource, path);
        }

        return path;
    }
}
