using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Live;

/// <summary>Turns rows with an owner and an aclitem array into objects; a thousand schemas repeat few distinct items, so each is parsed once.</summary>
internal sealed class AclReader(int majorVersion)
{
    private readonly Dictionary<string, AclEntry> _items = [];

    public LiveObject Database(NpgsqlDataReader r) => new(
        ObjectKind.Database, "", r.GetString(0), Identifier.Quote(r.GetString(0)), r.GetString(1),
        Entries(r, 2, ObjectKind.Database, r.GetString(1)));

    public LiveObject Schema(NpgsqlDataReader r) => new(
        ObjectKind.Schema, r.GetString(0), r.GetString(0), Identifier.Quote(r.GetString(0)), r.GetString(1),
        Entries(r, 2, ObjectKind.Schema, r.GetString(1)));

    public LiveObject Relation(NpgsqlDataReader r)
    {
        var (schema, name, owner) = (r.GetString(0), r.GetString(1), r.GetString(3));
        var kind = r.GetString(2)[0] switch
        {
            'v' => ObjectKind.View,
            'm' => ObjectKind.MaterializedView,
            'f' => ObjectKind.ForeignTable,
            'S' => ObjectKind.Sequence,
            _ => ObjectKind.Table,
        };
        return new LiveObject(kind, schema, name, Identifier.Quote(schema, name), owner, Entries(r, 4, kind, owner), OwnerFollows: r.GetBoolean(5));
    }

    public LiveObject Column(NpgsqlDataReader r)
    {
        var (schema, name) = (r.GetString(0), r.GetString(1));
        return new LiveObject(
            ObjectKind.Table, schema, name, Identifier.Quote(schema, name), r.GetString(3),
            Items(r.GetString(4)), Column: r.GetString(2), OwnerFollows: true);
    }

    public LiveObject Routine(NpgsqlDataReader r)
    {
        var (schema, name, arguments, owner) = (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3));
        return new LiveObject(
            ObjectKind.Routine, schema, $"{name}({arguments})", $"{Identifier.Quote(schema, name)}({arguments})", owner,
            Entries(r, 4, ObjectKind.Routine, owner), TakesCallersPath: r.GetBoolean(5));
    }

    public LiveObject Type(NpgsqlDataReader r)
    {
        var (schema, name, owner) = (r.GetString(0), r.GetString(1), r.GetString(2));
        return new LiveObject(ObjectKind.Type, schema, name, Identifier.Quote(schema, name), owner, Entries(r, 3, ObjectKind.Type, owner));
    }

    public DefaultAcl Default(NpgsqlDataReader r) => new(
        r.GetString(0), r.Text(1),
        r.GetString(2)[0] switch
        {
            'S' => ObjectKind.Sequence,
            'f' => ObjectKind.Routine,
            'T' => ObjectKind.Type,
            'n' => ObjectKind.Schema,
            _ => ObjectKind.Table,
        },
        Items(r.GetString(3)));

    /// <summary>What the server assumes where nobody ever granted or revoked.</summary>
    public static ImmutableArray<AclEntry> BuiltIn(ObjectKind kind, string owner, int majorVersion)
    {
        var all = kind.OwnerPrivileges(majorVersion);
        var forAll = kind.PublicDefault();
        return forAll == Privileges.None
            ? [new AclEntry(owner, all, Privileges.None, owner)]
            : [new AclEntry(Acl.Public, forAll, Privileges.None, owner), new AclEntry(owner, all, Privileges.None, owner)];
    }

    private ImmutableArray<AclEntry> Entries(NpgsqlDataReader r, int column, ObjectKind kind, string owner) =>
        r.IsDBNull(column) ? BuiltIn(kind, owner, majorVersion) : Items(r.GetString(column));

    private ImmutableArray<AclEntry> Items(string array) => [.. ArrayText.Parse(array).Select(Item)];

    private AclEntry Item(string text)
    {
        if (!_items.TryGetValue(text, out var entry))
        {
            _items[text] = entry = Acl.ParseItem(text);
        }

        return entry;
    }
}
