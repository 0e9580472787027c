using System.Text.Json.Serialization;

namespace TechCorp.PgInfra.Processes;

/// <summary>How the files of a run are read and written. Generated: the serializer's reflection took longer than starting a server.</summary>
[JsonSerializable(typeof(RunDirectory.Marker))]
[JsonSerializable(typeof(ClusterSpec))]
internal sealed partial class RunJson : JsonSerializerContext;
