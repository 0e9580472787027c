namespace TechCorp.PgInfra.Rehearsal.Reports;

/// <summary>The page's style sheet: colours by the reader's own light or dark, no font or image from elsewhere.</summary>
internal static class ReportStyle
{
    public const string Css =
        """
        :root { color-scheme: light dark; --page:#f6f7f9; --card:#fff; --text:#1b2330; --soft:#5b6676; --line:#dde2e9; --edge:#b4bdc9; --good:#1a7f4b; --bad:#c22f2f;
          --step:#7a8698; --fault:#c22f2f; --detection:#b7791f; --recovery:#1a7f4b; --s0:#2563c9; --s1:#8a4fc4; --s2:#0f8a8a; }
        @media (prefers-color-scheme: dark) { :root { --page:#12161d; --card:#1a2029; --text:#e6eaf0; --soft:#9aa6b6; --line:#2c3541; --edge:#566273; --good:#4cc38a; --bad:#ff7b72;
          --step:#8391a5; --fault:#ff7b72; --detection:#e3b341; --recovery:#4cc38a; --s0:#6ea8ff; --s1:#c39bf0; --s2:#4fd1d1; } }
        * { box-sizing:border-box } body { margin:0; background:var(--page); color:var(--text); font:15px/1.5 system-ui,sans-serif }
        main { max-width:1080px; margin:0 auto; padding:28px 20px 60px } h1 { font-size:26px; margin:0 } h2 { font-size:19px; margin:36px 0 12px }
        h3 { font-size:17px; margin:0; display:flex; gap:10px; align-items:center } p { margin:4px 0 } .soft { color:var(--soft) }
        .card { background:var(--card); border:1px solid var(--line); border-radius:10px; padding:16px 18px; margin:0 0 16px }
        .tiles { display:grid; grid-template-columns:repeat(auto-fill,minmax(125px,1fr)); gap:12px; margin:20px 0 }
        .tile { background:var(--card); border:1px solid var(--line); border-radius:10px; padding:12px 14px } .tile b { display:block; font-size:24px; line-height:1.2 }
        .badge { font-size:12px; font-weight:600; padding:2px 9px; border-radius:99px; border:1px solid currentColor } .good { color:var(--good) } .bad { color:var(--bad) }
        .wide { overflow-x:auto } svg { width:100%; height:auto; display:block } @media (max-width:760px) { .wide svg { min-width:820px } } svg text { fill:var(--text); font:12px system-ui,sans-serif } svg .soft { fill:var(--soft) }
        .two { display:grid; grid-template-columns:1fr 1fr; gap:6px 28px } @media (max-width:760px) { .two { grid-template-columns:1fr } }
        ul,ol { margin:8px 0 0; padding:0; list-style:none } li { padding:2px 0 2px 26px; position:relative } li>i { position:absolute; left:0; font-style:normal; font-weight:700 }
        .marks i { width:18px; height:18px; top:5px; border-radius:50%; color:var(--card); font-size:11px; text-align:center; line-height:18px }
        .step { background:var(--step) } .fault { background:var(--fault) } .detection { background:var(--detection) } .recovery { background:var(--recovery) }
        .figures { display:flex; flex-wrap:wrap; gap:4px 22px; margin:10px 0 0 } .figures b { font-variant-numeric:tabular-nums }
        table { border-collapse:collapse; width:100% } td,th { text-align:left; padding:5px 12px 5px 0; border-bottom:1px solid var(--line); vertical-align:top }
        .box { fill:var(--card); stroke:var(--edge) } .region { fill:none; stroke:var(--edge); stroke-dasharray:5 4 } .writes { stroke:var(--s0); stroke-width:2 }
        .sync { stroke:var(--good); stroke-width:2.5 } .async { stroke:var(--soft); stroke-width:1.4; stroke-dasharray:5 4 } .arrow { fill:none }
        nav { margin:14px 0 0; display:flex; flex-wrap:wrap; gap:6px 14px } a { color:var(--s0); text-decoration:none }
        """;
}
