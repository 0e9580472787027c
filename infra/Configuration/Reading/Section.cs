using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Infra.Configuration.Reading;

/// <summary>Reads a value; false when the text is none.</summary>
internal delegate bool Parser<T>(string text, out T value);

/// <summary>
/// One object of the configuration. Reading never stops: what is missing or wrong becomes a problem and a placeholder,
/// and what nobody asked for is a typing mistake.
/// </summary>
internal sealed class Section
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly string _prefix;
    private readonly JsonObject? _node;
    private readonly ProblemList _problems;

    /// <summary>A root section; its keys start with <paramref name="prefix"/>.</summary>
    public Section(JsonObject node, ProblemList problems, string prefix = "")
    {
        (_prefix, _node, _problems) = (prefix, node, problems);
    }

    private Section(string path, JsonObject? node, ProblemList problems)
    {
        (_prefix, _node, _problems) = (path + ".", node, problems);
    }

    public string Path(string key) => _prefix + key;

    public bool Has(string key)
    {
        _known.Add(key);
        return _node?[key] is not null;
    }

    /// <summary>A value that must be there.</summary>
    public T Required<T>(string key, Parser<T> parse, string allowed, string why, T placeholder)
    {
        if (!Has(key))
        {
            // Of a section that is missing as a whole, the section is the problem and not each of its values.
            if (_node is not null)
            {
                _problems.Add(Path(key), null, allowed, why);
            }

            return placeholder;
        }

        return Optional(key, parse, allowed, why, placeholder);
    }

    /// <summary>A value that has a default.</summary>
    public T Optional<T>(string key, Parser<T> parse, string allowed, string why, T standard)
    {
        if (!Has(key))
        {
            return standard;
        }

        if (_node![key] is JsonValue value)
        {
            if (parse(value.ToString(), out var parsed))
            {
                return parsed;
            }

            _problems.Add(Path(key), value.ToString(), allowed, value.ToString() == EstateSettings.Encrypted ? "encrypted values can not be checked by a preview, and this one is no secret" : why);
            return standard;
        }

        _problems.Add(Path(key), Json(_node[key]!), allowed, why);
        return standard;
    }

    /// <summary>An object that must be there; absent, it reads as placeholders and one problem.</summary>
    public Section Required(string key, string allowed, string why)
    {
        if (Has(key) || _node is null)
        {
            return Optional(key) ?? new(Path(key), null, _problems);
        }

        _problems.Add(Path(key), null, allowed, why);
        return new(Path(key), null, _problems);
    }

    /// <summary>An object that may be left out.</summary>
    public Section? Optional(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        if (_node![key] is JsonObject child)
        {
            return new(Path(key), child, _problems);
        }

        _problems.Add(Path(key), Json(_node[key]!), "an object", "its values have names");
        return new(Path(key), null, _problems);
    }

    /// <summary>A list of objects; empty when left out.</summary>
    public IReadOnlyList<Section> Items(string key)
    {
        if (!Has(key))
        {
            return [];
        }

        if (_node![key] is not JsonArray array)
        {
            _problems.Add(Path(key), Json(_node[key]!), "a list", "its entries have an order and no names");
            return [];
        }

        var items = new List<Section>();
        foreach (var (index, item) in array.Index())
        {
            if (item is JsonObject child)
            {
                items.Add(new($"{Path(key)}[{index}]", child, _problems));
            }
            else
            {
                _problems.Add($"{Path(key)}[{index}]", item is null ? "null" : Json(item), "an object", "its values have names");
            }
        }

        return items;
    }

    /// <summary>Every key of an object whose keys are names and not ours to know.</summary>
    public IEnumerable<string> Names => _node?.Select(p => p.Key) ?? [];

    /// <summary>True when the value under the key is an object.</summary>
    public bool IsSection(string key) => _node?[key] is JsonObject;

    /// <summary>Reports the keys nobody asked for.</summary>
    public void Finish()
    {
        foreach (var (key, value) in _node ?? [])
        {
            if (!_known.Contains(key))
            {
                if (Nearest.Find(key, _known) is { } meant && _node?[meant] is null)
                {
                    _problems.Explained(Path(meant));
                }

                _problems.Add(Path(key), value is null ? "null" : Json(value), Suggestion(key, _known), "the name is not known; it would be ignored silently");
            }
        }
    }

    /// <summary>The known name nearest to an unknown one, or all of them.</summary>
    public static string Suggestion(string key, IEnumerable<string> known) =>
        Nearest.Find(key, known) is { } nearest ? $"'{nearest}', if that is meant" : $"one of {string.Join(", ", known.Order(StringComparer.Ordinal))}";

    private static string Json(JsonNode value) => value is JsonValue ? value.ToString() : value.ToJsonString();
}
