// What Grafana publishes of the dashboards it loads, narrowed to what these dashboards use, so that a misspelt member is an error and not ignored.
import type { Dashboard, Panel, RowPanel, FieldConfigSource, FieldConfig } from '@grafana/schema/dist/types/raw/dashboard/x/types.gen';
import type { CloudWatchMetricsQuery } from '@grafana/schema/dist/types/raw/composable/cloudwatch/dataquery/x/types.gen';
import type { Options as TimeSeriesOptions, FieldConfig as TimeSeriesField } from '@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen';
import type { Options as StatOptions } from '@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen';
import type { Options as TableOptions, FieldConfig as TableField } from '@grafana/schema/dist/types/raw/composable/table/panelcfg/x/types.gen';
import type { Options as TextOptions } from '@grafana/schema/dist/types/raw/composable/text/panelcfg/x/types.gen';
import type { DataQuery } from '@grafana/schema';

interface CloudWatchRef { type: 'cloudwatch'; uid: string }
interface PostgresRef { type: 'grafana-postgresql-datasource'; uid: string }
type CloudWatchTarget = Omit<CloudWatchMetricsQuery, 'datasource'> & { datasource: CloudWatchRef };
// The PostgreSQL data source's query is no part of @grafana/schema; its members are those of SQLQuery in @grafana/plugin-ui 0.13.
interface PostgresTarget extends Omit<DataQuery, 'datasource'> { datasource: PostgresRef; rawSql: string; rawQuery: true; editorMode: 'code'; format: 'table' }
type Common = Omit<Panel, 'type' | 'options' | 'targets' | 'fieldConfig'>;
type Fields<T> = Omit<FieldConfigSource, 'defaults'> & { defaults: Omit<FieldConfig, 'custom'> & { custom?: T } };

type Graph = Common & { type: 'timeseries'; options: TimeSeriesOptions; fieldConfig: Fields<TimeSeriesField>; targets: Array<CloudWatchTarget> };
type Stat = Common & { type: 'stat'; options: StatOptions; fieldConfig: Fields<never>; targets: Array<CloudWatchTarget | PostgresTarget> };
type Table = Common & { type: 'table'; options: TableOptions; fieldConfig: Fields<Partial<TableField>>; targets: Array<PostgresTarget> };
type Text = Common & { type: 'text'; options: TextOptions };

export interface EstateDashboard extends Omit<Dashboard, 'panels' | 'uid' | 'title' | 'templating' | 'time'> {
  uid: string;
  title: string;
  templating: NonNullable<Dashboard['templating']>;
  time: NonNullable<Dashboard['time']>;
  panels: Array<Graph | Stat | Table | Text | RowPanel>;
}
