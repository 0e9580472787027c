// node client.js URL STRANGERS_CA: a pool of node-postgres over the pooler, one statement with parameters again and again, then
// once with an authority that did not sign the pooler's certificate and once without TLS.
const { Client, Pool } = require('pg');
const [url, strangers] = process.argv.slice(2);

(async () => {
  const pool = new Pool({ connectionString: url, max: 5 });
  const rows = await Promise.all(Array.from({ length: 40 }, (_, i) =>
    pool.query({ text: 'SELECT current_user AS login, $1::int AS n, count(*)::int AS items FROM inventory.stock_levels', values: [i] })));
  console.log(rows[39].rows[0].login, rows.reduce((sum, r) => sum + r.rows[0].n, 0), rows[0].rows[0].items);
  await pool.end();

  const stranger = new Client({ connectionString: url.replace(/sslrootcert=[^&]*/, 'sslrootcert=' + encodeURIComponent(strangers)) });
  await stranger.connect().then(() => console.log('trusted a stranger'), e => console.log(e.code));

  const plain = new Client({ connectionString: url.replace(/sslmode=[^&]*&sslrootcert=[^&]*/, 'sslmode=disable') });
  await plain.connect().then(() => console.log('accepted in clear'), e => console.log(e.message));
})().catch(e => { console.error(e); process.exit(1); });
