namespace Pulumi;

/// <summary>Waits for what a resource explicitly depends on; depending on a component means on everything in it.</summary>
internal static class Dependencies
{
    public static async Task WaitAsync(InputList<Resource> dependsOn)
    {
        if (dependsOn.IsEmptyNow)
            return;

        var resources = await dependsOn.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        var seen = new HashSet<Resource>();
        foreach (var resource in resources)
        {
            if (resource is not null)
                await WaitAsync(resource, seen).ConfigureAwait(false);
        }
    }

    private static async Task WaitAsync(Resource resource, HashSet<Resource> seen)
    {
        if (!seen.Add(resource))
            return;

        await resource.Urn.DataTask.ConfigureAwait(false);
        if (resource is not ComponentResource)
            return;

        Resource[] children;
        lock (resource.Children)
            children = [.. resource.Children];
        foreach (var child in children)
            await WaitAsync(child, seen).ConfigureAwait(false);
    }
}
