using System.CommandLine.Parsing;
using System.Globalization;

namespace TechCorp.PgInfra.Cli.Promote;

/// <summary>A duration as people write it: <c>30min</c>, <c>12h</c>, <c>7d</c>.</summary>
internal static class Age
{
    public static TimeSpan Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var digits = text.TrimEnd("abcdefghijklmnopqrstuvwxyz".ToCharArray());
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 3650)
        {
            switch (text[digits.Length..])
            {
                case "min": return TimeSpan.FromMinutes(number);
                case "h": return TimeSpan.FromHours(number);
                case "d": return TimeSpan.FromDays(number);
            }
        }

        result.AddError($"--max-age {text}: allowed is a whole number with its unit, e.g. 30min, 12h, 7d.");
        return default;
    }
}
