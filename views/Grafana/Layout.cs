using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>Panels from left to right on Grafana's grid of 24 columns, then down.</summary>
internal static class Layout
{
    private const int Columns = 24;

    public static JsonArray Place(IEnumerable<Panel> panels)
    {
        var placed = new JsonArray();
        int x = 0, y = 0, height = 0;
        foreach (var (index, panel) in panels.Index())
        {
            if (x + panel.Width > Columns)
            {
                (x, y, height) = (0, y + height, 0);
            }

            // The id is what a link to one panel names; it only has to be unique and stay as it is.
            panel.Json["id"] = index + 1;
            panel.Json["gridPos"] = new JsonObject { ["x"] = x, ["y"] = y, ["w"] = panel.Width, ["h"] = panel.Height };
            placed.Add(panel.Json);
            x += panel.Width;
            height = Math.Max(height, panel.Height);
        }

        return placed;
    }
}
