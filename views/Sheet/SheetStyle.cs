namespace TechCorp.PgInfra.Views.Sheet;

/// <summary>The sheet's style: the reader's own light or dark, black on white on paper.</summary>
internal static class SheetStyle
{
    private const string Light = """
        --page:#f5f6f8; --card:#fff; --text:#18202c; --soft:#556072; --line:#d5dbe3; --good:#14713f; --bad:#b3261e; --mark:#fff3c4; --accent:#1f57b8;
        --writes:#1f57b8; --reads:#0b7676; --sync:#14713f; --async:#5f6b7c; --backup:#8a4b12; --writer:#e7effc; --store:#fbf1e4; --pooler:#eef0fb;
        --p0:#1f57b8; --p1:#0b7676; --p2:#8a4b12; --p3:#7a3fb0; --p4:#5f6b7c;
        """;

    private const string Dark = """
        --page:#11151b; --card:#1a2029; --text:#e6eaf0; --soft:#9ba7b7; --line:#333d4a; --good:#4cc38a; --bad:#ff8a80; --mark:#4a3f12; --accent:#7fb0ff;
        --writes:#7fb0ff; --reads:#4fd1d1; --sync:#4cc38a; --async:#97a3b4; --backup:#e0a15e; --writer:#1c2b45; --store:#33281a; --pooler:#232742;
        --p0:#7fb0ff; --p1:#4fd1d1; --p2:#e0a15e; --p3:#c79bf2; --p4:#97a3b4;
        """;

    private const string Rules = """
        * { box-sizing:border-box } html { scroll-behavior:smooth } body { margin:0; background:var(--page); color:var(--text); font:14.5px/1.5 system-ui,sans-serif }
        header,main { max-width:1480px; margin:0 auto; padding:0 24px } header { padding-top:26px } main { padding-bottom:60px }
        h1 { font-size:26px; margin:0 } h2 { font-size:20px; margin:40px 0 10px; border-bottom:1px solid var(--line); padding-bottom:4px } h3 { font-size:16px; margin:24px 0 4px }
        p { margin:6px 0 10px; max-width:105ch } .soft { color:var(--soft) } .good { color:var(--good) } .bad { color:var(--bad); font-weight:600 } code { font:13px ui-monospace,monospace }
        a { color:var(--accent) } a:focus-visible,figure:focus-visible,summary:focus-visible { outline:2px solid var(--accent); outline-offset:2px }
        .skip { position:absolute; left:-999px } .skip:focus { left:8px; top:8px; background:var(--card); padding:6px 10px; z-index:1 }
        nav { display:flex; flex-wrap:wrap; gap:4px 18px; margin:14px 0 0 }
        .tiles { display:grid; grid-template-columns:repeat(auto-fit,minmax(150px,1fr)); gap:10px; margin:16px 0 0 } .tiles div { background:var(--card); border:1px solid var(--line); border-radius:8px; padding:9px 13px }
        .tiles dd { margin:0; font-size:22px; font-weight:650; line-height:1.25; white-space:nowrap } .tiles dt { color:var(--soft); font-size:13px }
        figure { margin:0; overflow-x:auto; background:var(--card); border:1px solid var(--line); border-radius:10px; padding:10px }
        .wide { overflow-x:auto } table { border-collapse:collapse; width:100%; margin:10px 0 18px; background:var(--card); border:1px solid var(--line) }
        caption { text-align:left; font-weight:600; padding:0 0 5px } td,th { text-align:left; vertical-align:top; padding:6px 12px; border-bottom:1px solid var(--line) } thead th { color:var(--soft); font-weight:600; font-size:13px }
        tbody th { font-weight:600 } th .soft { font-weight:400 } .once { white-space:nowrap } .dense td,.dense th { padding:4px 12px } .last-fixed td:last-child { min-width:150px } .num { text-align:right; font-variant-numeric:tabular-nums; white-space:nowrap }
        .differs { color:var(--bad); text-decoration:none; font-weight:700 } mark { background:var(--mark); color:inherit; padding:1px 3px; border-radius:3px } .compare .group th { background:var(--page); border-top:2px solid var(--line) } .compare td { width:36% } .sum td,.sum th { font-weight:700 }
        .legend { list-style:none; display:flex; flex-wrap:wrap; gap:4px 22px; padding:0; margin:10px 0 } .legend li { display:flex; align-items:center; gap:8px } details { margin:8px 0 } summary { cursor:pointer; padding:4px 0 } .columns { columns:2 420px; padding-left:18px }
        svg { display:block; width:100%; height:auto } svg.estate { margin:0 auto; min-width:820px } svg.week { min-width:760px } svg.sample { width:46px; flex:none } svg text { fill:var(--text); font:12px system-ui,sans-serif }
        .heat { table-layout:fixed; min-width:760px } .heat th:first-child { width:150px } .heat td,.heat thead th+th { text-align:center } .heat td { font-weight:600 } .heat td.rw { background:color-mix(in srgb,var(--accent) 38%,var(--card)) } .heat td.r { background:color-mix(in srgb,var(--accent) 16%,var(--card)) } .heat td.o { background:color-mix(in srgb,var(--backup) 28%,var(--card)) } .heat td.x,.heat td.u { background:color-mix(in srgb,var(--reads) 16%,var(--card)) }
        .budget { margin:10px 0 14px } .budget p { margin:0 0 4px; max-width:none } .bar { display:flex; position:relative; height:16px; border:1px solid var(--line); background:var(--card); max-width:900px } .bar i { display:block; height:100%; border-right:1px solid var(--card) } .bar b { position:absolute; top:-3px; bottom:-3px; width:2px; background:var(--text) }
        .p0 { background:var(--p0) } .p1 { background:var(--p1) } .p2 { background:var(--p2) } .p3 { background:var(--p3) } .p4 { background:var(--p4) } .keys span { margin-right:14px; white-space:nowrap } .keys i { display:inline-block; width:10px; height:10px; margin-right:5px }
        .areas { max-width:520px } .meter { width:50% } .meter i { display:block; height:12px; margin-top:5px; background:var(--accent) }
        .week .grid { stroke:var(--line) } .week .day { fill:var(--soft) } .week rect.backup { fill:var(--backup) } .week rect.copy { fill:none; stroke:var(--backup); stroke-dasharray:3 3 } .week rect.maintenance { fill:var(--accent) }
        @media screen and (max-width:760px) { header,main { padding-left:14px; padding-right:14px } td,th,.dense td,.dense th { padding:5px 8px }
          .wide table:not(.heat) { width:max-content; min-width:100% } .wide td { max-width:280px } .wide tbody th { position:sticky; left:0; z-index:1; background:var(--card); max-width:190px; overflow-wrap:anywhere } tbody th code { font-size:11.5px } }
        """;

    /// <summary>Boxes, frames and lines of the drawing, on the page and in a file of its own.</summary>
    private const string Drawing = """
        .region>rect { fill:none; stroke:var(--soft); stroke-dasharray:7 5 } .region>text { font-size:13.5px; font-weight:650 } .zone>rect { fill:none; stroke:var(--line); stroke-width:1.3; stroke-dasharray:2 4 } .zone>text { fill:var(--soft) }
        .card>rect { fill:var(--card); stroke:var(--soft); stroke-width:1.2 } .card text { fill:var(--soft) } .card text.name { fill:var(--text); font-size:13px; font-weight:650 } .writer>rect { fill:var(--writer); stroke:var(--writes); stroke-width:2 } .store>rect { fill:var(--store) } .pooler>rect { fill:var(--pooler) }
        .standby>rect { stroke:var(--sync); stroke-dasharray:5 3 } .muted { opacity:.8 } .mark rect { fill:none; stroke:var(--soft) } .card .mark text { fill:var(--text); font-size:11px; font-weight:650; text-anchor:middle } .note { fill:var(--soft); paint-order:stroke; stroke:var(--card); stroke-width:4px }
        .wire { fill:none; stroke-width:1.7; stroke-linejoin:round } .wire.writes { stroke:var(--writes); stroke-width:2.2 } .wire.reads { stroke:var(--reads); stroke-dasharray:9 3 2 3 } .wire.sync { stroke:var(--sync); stroke-width:3.4 } .wire.async { stroke:var(--async); stroke-dasharray:6 4 } .wire.backup { stroke:var(--backup); stroke-dasharray:2 3 }
        marker.writes { fill:var(--writes) } marker.reads { fill:var(--reads) } marker.sync { fill:var(--sync) } marker.async { fill:var(--async) } marker.backup { fill:var(--backup) }
        """;

    private const string Paper = """
        @page { size:A4 landscape; margin:11mm }
        @media print { :root { --page:#fff } body { font-size:10.5px } thead th,.tiles dt { font-size:10px } header,main { max-width:none; padding:0 } nav,.skip { display:none } h2,h3,h2+p,summary,caption { break-after:avoid } p { max-width:none } h2 { margin-top:18px } tr,p,figure,.budget,.tiles div,.wide,.areas,#windows { break-inside:avoid } .long { break-inside:auto } #parameters,#alarms,#cost,#compare { break-before:page } details:not([open]) { display:none } thead { display:table-header-group }
          figure { overflow:visible; padding:4px } .legend { gap:2px 14px; margin:6px 0 } svg.estate,svg.week,.heat { min-width:0 } svg.estate,svg.week { max-height:168mm } .wide { overflow:visible } td,th { padding:3px 7px } .tiles { grid-template-columns:repeat(6,1fr) } .tiles dd { font-size:15px } code { font-size:10px }
          * { print-color-adjust:exact; -webkit-print-color-adjust:exact } a { color:inherit; text-decoration:none } }
        """;

    /// <summary>The whole style sheet. Paper is white whatever the screen is.</summary>
    public static readonly string Css = $$"""
        :root { color-scheme:light dark; {{Light}} }
        @media screen and (prefers-color-scheme:dark) { :root { {{Dark}} } }
        {{Rules}}
        {{Drawing}}
        {{Paper}}
        """;

    /// <summary>What the drawing needs where it stands alone, in the reader's own light or dark.</summary>
    public static readonly string DrawingCss = $$"""
        :root { {{Light}} }
        @media (prefers-color-scheme:dark) { :root { {{Dark}} } }
        svg text { fill:var(--text); font:12px system-ui,sans-serif }
        {{Drawing}}
        """;
}
